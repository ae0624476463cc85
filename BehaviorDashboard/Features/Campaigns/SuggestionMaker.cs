using System.Text.Json;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Features.Campaigns.Plays;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Learning.Experiments;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>Computes a store's suggestions from its facts: one pass over the timelines, then each play's rule through the customer table.</summary>
public sealed class SuggestionMaker(
    StoreDirectory stores,
    EventCatalogReader catalog,
    TimelineReader timelines,
    CustomerReader customers,
    CustomerTable table,
    CartColumns carts,
    ModelShelf models,
    AudienceSelection selection,
    CampaignsQuery campaigns,
    IOptions<CampaignsOptions> options)
{
    private static readonly IPlay[] Plays = [new AbandonedCartPlay(), new WinBackPlay(), new LapsedDiscountPlay(), new SecondOrderPlay()];

    /// <summary>Null in a store without events.</summary>
    public async Task<SuggestionList?> MakeAsync(StoreId id, string version, CancellationToken ct, Func<double, string, Task>? report = null)
    {
        var store = await stores.FindAsync(id, ct) ?? throw new RunRefused(new Problem("store.unknown", $"There is no store '{id}'."));
        if ((await catalog.ReadAsync(id, ct)).Last is not { } last)
        {
            return null;
        }

        var asOf = store.Calendar.DayOf(last);
        var end = (last - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond + 1;
        var timeOut = await timelines.CartTimeOutAsync(id, ct);
        var fold = await timelines.FoldInJobAsync(id, names => new PlayFold(names, end, CampaignsRules.WindowDays, timelines.RuleOf(timeOut)), ct);
        var world = new PlayWorld(fold, end, CampaignsRules.WindowDays, timeOut.Days, await HasModelAsync(id, ct), options.Value);
        await (report?.Invoke(0.5, "publishing") ?? Task.CompletedTask);
        await PublishAsync(id, world, last, asOf, version, ct);
        await (report?.Invoke(0.7, "weighing") ?? Task.CompletedTask);
        return await ListAsync(store, world, asOf, version, ct);
    }

    private async Task<SuggestionList> ListAsync(Store store, PlayWorld world, DateOnly asOf, string version, CancellationToken ct)
    {
        var valuable = await ValuableAsync(store.Id, ct);
        var own = await campaigns.MeasuredAsync(store, ct);
        var busy = await selection.BusyAsync(store, ct);
        var (found, silent) = (new List<Suggestion>(), new List<SilentPlay>());
        foreach (var play in Plays)
        {
            var rule = play.Rule(world, valuable);
            var who = rule.Filter is null ? null : await selection.SelectAsync(store.Id, rule.Filter, busy, ct);
            if (who is null || who.Who.Count < options.Value.MinimumCustomers)
            {
                silent.Add(rule.Silent ?? new SilentPlay(play.Code, "few_customers", who!.Who.Count, options.Value.MinimumCustomers));
                continue;
            }

            found.Add(Weigh(store, world, play, rule.Filter!, who, asOf, own));
        }

        var details = new SuggestionDetails(world.HasModel, silent, world.Campaigns);
        return new SuggestionList(
            asOf,
            version,
            [.. found.OrderByDescending(s => s.Worth.Expected).Select(HeadlineOf)],
            JsonSerializer.Serialize(details, RunJson.Options));
    }

    private Suggestion Weigh(Store store, PlayWorld world, IPlay play, CustomerFilter filter, Selection who, DateOnly asOf, IReadOnlyList<PastCampaign> own)
    {
        var id = CampaignsRules.IdOf(play.Code, asOf);
        var share = options.Value.HoldOutShare;
        var treated = who.Who.Where(r => !HoldOut.Contains(store.Settings.HoldOutSalt, id, r.Id, share)).ToList();
        var (baseline, seen) = world.Baseline([.. who.Who.Select(r => world.Find(r.Number)).OfType<CustomerState>()]);
        var heldOut = who.Who.Count - treated.Count;
        var test = new SuggestionTest(share, heldOut, treated.Count, baseline, seen, Power.DetectableRise(baseline, treated.Count, heldOut), CampaignsRules.WindowDays);
        return new Suggestion(
            id,
            play.Code,
            asOf,
            new SuggestionWho(filter.ToJson(), who.Matching, who.Who.Count, who.LeftOut),
            play.Why(world, who.Who),
            play.What,
            WorthOf(world, play, treated, baseline, own),
            test);
    }

    private static SuggestionWorth WorthOf(PlayWorld world, IPlay play, List<CustomerRow> treated, double baseline, IReadOnlyList<PastCampaign> own)
    {
        var (uplift, names) = world.Uplift(play.Code, own);
        var value = treated.Count == 0 ? 0 : treated.Average(r => ValueOf(play.Code, r) ?? 0);
        var given = play.What.Discount * value;
        var cost = treated.Count * baseline * given;
        double Of(double rise) => (treated.Count * rise * (value - given)) - cost;
        return new SuggestionWorth(Of(uplift.Value), Of(uplift.Low), Of(uplift.High), uplift, names, value, cost);
    }

    /// <summary>What an order of this customer would bring, currency units.</summary>
    internal static double? ValueOf(string play, CustomerRow row) =>
        play == PlayCodes.AbandonedCart && row.NumberOf("cart.value") is > 0 and var cart ? cart : row.NumberOf("averageOrderValue");

    internal static string? ReasonOf(string play, CustomerRow row) => play == PlayCodes.AbandonedCart ? CartReasons.Of(row.TextOf("cart.last")) : play;

    private static SuggestionHeadline HeadlineOf(Suggestion s) =>
        new(s.Id, s.Play, s.Who.Customers, s.Worth.Expected, s.Worth.Low, s.Worth.High, JsonSerializer.Serialize(s, RunJson.Options));

    // The upper third of buyers by net revenue.
    private async Task<double> ValuableAsync(StoreId store, CancellationToken ct)
    {
        var revenue = (await customers.RowsAsync(store, CustomerFilter.Condition("orders", "gte", 1), ["netRevenue"], ct)).Select(r => r.NumberOf("netRevenue") ?? 0).Order().ToList();
        return revenue.Count == 0 ? 0 : PlayWorld.Quantile(revenue, 2 / 3.0);
    }

    // A rule of thumb publishes probabilities too, but is no model.
    private async Task<bool> HasModelAsync(StoreId store, CancellationToken ct)
    {
        if (!(await table.SetsAsync(store, ct)).Any(s => s.Set.Owner == "churn" && s.Rows > 0) || await models.CurrentAsync(store, RunKinds.Churn, ct) is not { } model)
        {
            return false;
        }

        using var metrics = JsonDocument.Parse(model.MetricsJson);
        return !metrics.RootElement.TryGetProperty("used", out var used) || used.GetString() != "rule";
    }

    private async Task PublishAsync(StoreId store, PlayWorld world, DateTime last, DateOnly asOf, string version, CancellationToken ct)
    {
        await carts.PublishAsync(store, last, asOf, version, ct);
        PublishedColumn[] habit = [new("usual_gap", PublishedType.Number), new("overdue", PublishedType.Number), new("discount_share", PublishedType.Number)];
        var habits = world.Customers.Where(c => c.Orders > 0).Select(c => (c.Customer, new object?[] { world.GapOf(c), world.Overdue(c), c.DiscountShare }));
        await table.PublishAsync(store, new PublishedSet("habit", version, asOf, habit), habits, ct);
    }
}
