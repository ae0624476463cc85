using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Learning;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using MudBlazor;

namespace BehaviorDashboard.Features.Churn;

/// <summary>Churn: who may leave, worth how much, why, and how good that prediction is.</summary>
public static class ChurnRoom
{
    public static IServiceCollection AddChurn(this IServiceCollection services) => services
        .AddSingleton(_ => new NativeLearning())
        .AddScoped<ChurnTables>()
        .AddScoped<ChurnTraining>()
        .AddScoped<ChurnQuery>()
        .AddScoped<ICustomerInsight>(s => s.GetRequiredService<ChurnQuery>())
        .AddScoped<IRunJob, ChurnJob>()
        .AddSingleton(new NavEntry(NavGroup.Customers, 30, Icons.Material.Outlined.PersonOff, typeof(ChurnText), "Nav", "churn", MemberRole.Viewer));

    public static void MapChurn(this IEndpointRouteBuilder routes)
    {
        var store = routes.MapGroup("/api/v1/stores/{store}").RequireAuthorization(Access.ApiRead).WithTags("Churn");
        store.MapGet("models/churn", ModelAsync).WithName("GetChurnModel").WithSummary("What scores, its quality on later data beside the baseline's, what moves the scores, and what is missing.");
        store.MapGet("models/churn/scores", ScoresAsync).WithName("ListChurnScores").WithSummary("Scored customers; `after` is the `next` of the page before.");
        store.MapGet("customers/{id}/explanations/{kind}", ExplainAsync).WithName("ExplainCustomer").WithSummary("A customer's score taken apart: base plus contributions is the raw score, log-odds.");
    }

    private static async Task<IResult> ModelAsync(string store, ChurnQuery query, StoreDirectory stores, CancellationToken ct)
    {
        if (await FindStoreAsync(store, stores, ct) is not { } found)
        {
            return Results.NotFound();
        }

        return await query.SummaryAsync(found.Id, ct) is { } summary
            ? Results.Ok(Shape(summary, found.Currency))
            : Refusal.From(new Problem("model.missing", "Churn has not been trained yet: POST .../models/churn/train."));
    }

    private static async Task<IResult> ScoresAsync(
        string store, ChurnQuery query, StoreDirectory stores, CancellationToken ct, string? after = null, int take = 1000, string sort = ChurnRequest.ByValue, bool atRisk = false)
    {
        var skip = 0;
        if (after is not null && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out skip))
        {
            return Refusal.From(new Problem("churn.after_wrong", "after is what `next` of the page before said.", "after"));
        }

        if (await FindStoreAsync(store, stores, ct) is not { } found)
        {
            return Results.NotFound();
        }

        var scores = await query.ScoresAsync(found.Id, new ChurnRequest(atRisk, sort, true, skip, take), ct);
        return scores.Succeeded ? Results.Ok(Shape(scores.Value, found.Currency)) : Refusal.From(scores.Problems);
    }

    private static async Task<IResult> ExplainAsync(
        string store, string id, string kind, IEnumerable<ICustomerInsight> insights, CustomerReader customers, FeatureWords words, StoreDirectory stores, CancellationToken ct)
    {
        if (await FindStoreAsync(store, stores, ct) is not { } found)
        {
            return Results.NotFound();
        }

        if (insights.FirstOrDefault(i => i.Kind == kind) is not { } insight)
        {
            return Refusal.From(new Problem("explanation.kind_unknown", $"Nothing explains '{kind}'.", "kind", kind), StatusCodes.Status404NotFound);
        }

        if (await customers.FindAsync(found.Id, id, ct) is { Succeeded: false, Problems: var problems })
        {
            return Refusal.From(problems, StatusCodes.Status404NotFound);
        }

        return await insight.ExplainAsync(found.Id, id, ct) is { } explained
            ? Results.Ok(Shape(explained, id, words, found.Currency))
            : Refusal.From(new Problem("explanation.missing", "There is no model yet, or it does not score this customer."));
    }

    private static async Task<Store?> FindStoreAsync(string store, StoreDirectory stores, CancellationToken ct) =>
        StoreId.TryParse(store, out var id) ? await stores.FindAsync(id, ct) : null;

    private static object Shape(ChurnSummary summary, string currency) => new
    {
        kind = RunKinds.Churn,
        modelVersion = summary.Version,
        asOf = summary.AsOf,
        horizonDays = summary.HorizonDays,
        seed = summary.Seed,
        learner = summary.Learner,
        used = summary.Used,
        promoted = summary.Used == ChurnSummary.UsedModel,
        nativeMissing = summary.NativeMissing,
        ready = summary.Ready,
        readiness = summary.Readiness,
        periods = summary.Periods,
        metrics = summary.Model,
        baseline = summary.Baseline,
        drivers = summary.Drivers,
        customers = summary.Scored,
        atRisk = summary.AtRisk,
        valueAtRisk = new { amount = Math.Round(summary.ValueAtRisk, 4), currency },
        meanScore = summary.MeanProbability,
    };

    private static object Shape(ChurnScores scores, string currency) => new
    {
        total = scores.Total,
        scores = scores.Rows.Select(s => new
        {
            customer = s.Customer,
            score = s.Probability,
            asOf = scores.AsOf,
            modelVersion = scores.ModelVersion,
            valueAtRisk = new { amount = Math.Round(s.ValueAtRisk, 4), currency },
            decile = s.Decile,
            reasons = s.Reasons,
        }),
        next = scores.Next?.ToString(CultureInfo.InvariantCulture),
    };

    private static object Shape(CustomerInsight insight, string customer, FeatureWords words, string currency) => new
    {
        customer,
        kind = insight.Kind,
        modelVersion = insight.ModelVersion,
        asOf = insight.AsOf,
        horizonDays = insight.HorizonDays,
        @base = insight.Base,
        contributions = insight.Contributions.Select(c => new
        {
            feature = c.Feature,
            value = double.IsNaN(c.Value) ? (double?)null : c.Value,
            contribution = c.Contribution,
            sentence = words.Sentence(c.Feature, c.Value, currency),
        }),
        rawScore = insight.RawScore,
        score = insight.Score,
    };
}
