using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Features.Churn;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Tests.Features.Churn;

/// <summary>Training, from events to published scores and their explanations, in worlds with a planted truth and without one.</summary>
public sealed class ChurnTrainingTests
{
    private static readonly string[] Columns = ["churn.probability", "churn.value_at_risk", "churn.decile"];

    [Fact]
    public async Task Train_OfCustomersWhoStopVisiting_BeatsRecency_AndExplainsToTheRawScore()
    {
        await using var world = await OpenAsync(700);

        var summary = await world.TrainAsync();

        Assert.Equal((ChurnSummary.UsedModel, "gradient_boosting"), (summary.Used, summary.Learner));
        Assert.True(summary.Model!.Auc > summary.Baseline!.Auc + 0.02, $"{summary.Model.Auc:0.000} against {summary.Baseline.Auc:0.000}");
        Assert.True(summary.Ready);
        Assert.NotEmpty(summary.Drivers);
        var scores = await world.ScoresAsync();
        Assert.Equal(summary.Scored, scores.Count);
        Assert.Equal(summary.AtRisk, (await world.ScoresAsync(true)).Count);
        await AssertExplainedAsync(world, scores.Take(25));
    }

    [Fact]
    public async Task Train_WithoutTheNativePart_UsesLogisticRegression_AndSaysWhatIsMissing()
    {
        await using var world = await OpenAsync(700, ChurnWorld.Missing);

        var summary = await world.TrainAsync();

        Assert.Equal((ChurnSummary.UsedModel, "logistic_regression"), (summary.Used, summary.Learner));
        Assert.NotNull(summary.NativeMissing);
        Assert.True(summary.Model!.Auc > 0.6);
        await AssertExplainedAsync(world, (await world.ScoresAsync()).Take(10));
    }

    [Fact]
    public async Task Train_Twice_GivesTheSameBytesAndScores()
    {
        await using var world = await OpenAsync(500);

        await world.TrainAsync();
        var (bytes, scores) = (await world.PayloadAsync(), await world.ScoresAsync());
        await world.TrainAsync();

        Assert.Equal(bytes, await world.PayloadAsync());
        Assert.Equal(scores.Select(s => (s.Customer, s.Probability)), (await world.ScoresAsync()).Select(s => (s.Customer, s.Probability)));
    }

    [Fact]
    public async Task Train_AsOfADay_KnowsNothingThatCameLater()
    {
        var asOf = DateOnly.FromDateTime(TestStore.Start).AddDays(300);
        var rows = ChurnWorld.Lapsing(400).ToList();
        await using var whole = await OpenAsync(0);
        await using var cut = await OpenAsync(0);
        await whole.AddAsync(rows);
        await cut.AddAsync(rows.Where(r => DateOnly.FromDateTime(r.Time) <= asOf));

        var summary = await whole.TrainAsync(new ChurnArguments(asOf));
        await cut.TrainAsync(new ChurnArguments(asOf));

        Assert.Equal(asOf, summary.AsOf);
        Assert.Equal(await cut.PayloadAsync(), await whole.PayloadAsync());
        Assert.Equal((await cut.ScoresAsync()).ToDictionary(s => s.Customer, s => s.Probability), (await whole.ScoresAsync()).ToDictionary(s => s.Customer, s => s.Probability));
    }

    [Fact]
    public async Task Train_OfWorldsWhereOnlyRecencyCounts_LetsTheBaselineScore_OrIsReallyBetter()
    {
        await using var world = await OpenAsync(0);
        var random = new Random(3);
        // Every order is as likely as any other, whoever it is and whenever.
        await world.AddAsync(Enumerable.Range(0, 6000).Select(i => TestStore.Row($"c{random.Next(1500)}", random.NextDouble() * 365 * 24, EventKind.Purchase, $"o{i}", 20)));

        var summary = await world.TrainAsync();

        Assert.Equal(summary.Model!.Auc > summary.Baseline!.Auc ? ChurnSummary.UsedModel : ChurnSummary.UsedBaseline, summary.Used);
        Assert.InRange(summary.Quality!.Auc, 0.4, 0.65);
        var current = await world.Get<ModelShelf>().CurrentAsync(world.Store, RunKinds.Churn, default);
        Assert.Equal(summary.Used == ChurnSummary.UsedModel, current is not null);
    }

    [Fact]
    public async Task Train_WithTooLittleData_FallsBackToTheRule_AndSaysWhatIsMissing()
    {
        await using var world = await OpenAsync(0);
        await world.AddAsync(ChurnWorld.Lapsing(300, days: 100));

        var summary = await world.TrainAsync();

        Assert.Equal((ChurnSummary.UsedRule, false), (summary.Used, summary.Ready));
        Assert.Contains(summary.Readiness, c => c is { Code: "history_days", Met: false });
        Assert.Null(summary.Quality);
        Assert.True(summary.Scored > 200);
        await AssertExplainedAsync(world, (await world.ScoresAsync()).Take(10));
    }

    [Fact]
    public async Task Train_OfOneOutcome_FallsBackToTheRule()
    {
        await using var world = await OpenAsync(0);
        await world.AddAsync(Enumerable.Range(0, 300).SelectMany(c => Enumerable.Range(0, 36).Select(week => TestStore.Row($"c{c}", ((week * 10) + (c % 7)) * 24, EventKind.Purchase, $"{c}-{week}", 20))));

        var summary = await world.TrainAsync();

        Assert.Equal(ChurnSummary.UsedRule, summary.Used);
        Assert.Contains(summary.Readiness, c => c is { Code: "left", Met: false });
    }

    [Fact]
    public async Task Train_OfOneCustomer_ScoresThem()
    {
        await using var world = await OpenAsync(0);
        await world.AddAsync([TestStore.Row("only", 10, EventKind.Purchase, "o1", 30), TestStore.Row("only", 300, EventKind.Purchase, "o2", 30)]);

        var summary = await world.TrainAsync();

        Assert.Equal((1, ChurnSummary.UsedRule), (summary.Scored, summary.Used));
        var score = Assert.Single(await world.ScoresAsync());
        Assert.InRange(score.Probability, 0, 1);
        await AssertExplainedAsync(world, [score]);
    }

    [Fact]
    public async Task Train_OfNoEvents_IsRefusedInWords()
    {
        await using var world = await OpenAsync(0);

        var refused = await Assert.ThrowsAsync<RunRefused>(() => world.TrainAsync());

        Assert.Equal("churn.no_events", refused.Problem.Code);
    }

    [Fact]
    public async Task Train_OfVisitorsOnly_ScoresNobody()
    {
        await using var world = await OpenAsync(0);
        await world.AddAsync(Enumerable.Range(0, 50).Select(i => TestStore.Row($"c{i}", i * 24, EventKind.View)));

        var summary = await world.TrainAsync();

        Assert.Equal((0, 0, ChurnSummary.UsedRule), (summary.Scored, summary.AtRisk, summary.Used));
    }

    [Fact]
    public async Task Profiling_Refused_IsNeitherScoredNorExplained()
    {
        await using var world = await OpenAsync(0);
        await world.AddAsync(ChurnWorld.Lapsing(60, days: 120), new CustomerTraits("c1", ProfilingConsent: false));

        await world.TrainAsync();

        Assert.DoesNotContain(await world.ScoresAsync(), s => s.Customer == "c1");
        Assert.Null(await ExplainAsync(world, "c1"));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(366)]
    public async Task Train_WithAHorizonOutOfRange_IsRefused(int days)
    {
        await using var world = await OpenAsync(20);

        var refused = await Assert.ThrowsAsync<RunRefused>(() => world.TrainAsync(new ChurnArguments(HorizonDays: days)));

        Assert.Equal("churn.horizon", refused.Problem.Code);
    }

    [Fact]
    public async Task Horizon_Chosen_IsTakenByTheNextTraining()
    {
        await using var world = await OpenAsync(40);

        var chosen = await world.AskAsync<ChurnQuery, Outcome<Store>>(q => q.ChooseHorizonAsync(world.Store, 30, default));

        Assert.True(chosen.Succeeded);
        Assert.Equal(30, (await world.TrainAsync()).HorizonDays);
        Assert.Equal(45, (await world.TrainAsync(new ChurnArguments(HorizonDays: 45))).HorizonDays);
    }

    [Fact]
    public async Task Train_Cancelled_PublishesNothing()
    {
        await using var world = await OpenAsync(60);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.TrainAsync(ct: new CancellationToken(true)));

        Assert.Null(await world.SummaryAsync());
        Assert.Empty(await world.ScoresAsync());
    }

    [Fact]
    public async Task Deciles_HoldTheMostLikelyFirst()
    {
        await using var world = await OpenAsync(500);
        await world.TrainAsync();

        var rows = await world.Get<CustomerReader>().RowsAsync(world.Store, CustomerFilter.Condition("churn.probability", "exists"), Columns, default);

        var means = rows.GroupBy(r => r.NumberOf("churn.decile")).OrderBy(g => g.Key).Select(g => g.Average(r => r.NumberOf("churn.probability"))!.Value).ToList();
        Assert.Equal(10, means.Count);
        Assert.Equal(means.OrderDescending(), means);
        Assert.All(rows, r => Assert.InRange(r.NumberOf("churn.value_at_risk")!.Value, 0, double.MaxValue));
    }

    private static async Task AssertExplainedAsync(ChurnWorld world, IEnumerable<ChurnScore> scores)
    {
        foreach (var score in scores)
        {
            var insight = (await ExplainAsync(world, score.Customer))!;
            Assert.Equal(insight.RawScore, insight.Base + insight.Contributions.Sum(c => c.Contribution), 1e-9);
            Assert.Equal(score.Probability, insight.Score, 1e-12);
            Assert.Equal(score.Reasons.Select(r => (r.Feature, r.Contribution)), insight.Contributions.Take(score.Reasons.Count).Select(c => (c.Feature, c.Contribution)));
        }
    }

    private static Task<CustomerInsight?> ExplainAsync(ChurnWorld world, string customer) =>
        world.AskAsync<ChurnQuery, CustomerInsight?>(q => q.ExplainAsync(world.Store, customer, default));

    private static async Task<ChurnWorld> OpenAsync(int customers, string library = BehaviorDashboard.Learning.NativeLearning.LightGbm)
    {
        var world = await ChurnWorld.OpenAsync(library: library);
        if (customers > 0)
        {
            await world.AddAsync(ChurnWorld.Lapsing(customers));
        }

        return world;
    }
}
