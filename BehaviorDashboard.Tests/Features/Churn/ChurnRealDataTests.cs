using BehaviorDashboard.Features.Churn;
using BehaviorDashboard.Features.Samples;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using Xunit.Abstractions;

namespace BehaviorDashboard.Tests.Features.Churn;

/// <summary>The sample world and a real shop, through the import and the training as anybody would.</summary>
public sealed class ChurnRealDataTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Sample_LapsingCustomers_AreSeenBetterThanByRecency()
    {
        var calendar = new StoreCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        await using var world = await ChurnWorld.OpenAsync("Europe/Berlin");
        await using (var file = File.Create(world.File("sample.jsonl")))
        {
            await new SampleWorld(new SampleShape(3000, 7, new DateOnly(2026, 6, 30), calendar, "EUR")).WriteAsync(file, null, default);
        }

        await world.ImportAsync(world.File("sample.jsonl"), calendar, "EUR");

        var summary = await world.TrainAsync();

        Say(summary);
        Assert.Equal(ChurnSummary.UsedModel, summary.Used);
        Assert.InRange(summary.Model!.Auc, 0.75, 0.95);
        Assert.True(summary.Model.AucLow > summary.Baseline!.Auc);
        Assert.True(summary.Model.Lift > 1.2);
        Assert.True(summary.Model.Brier < summary.Baseline.Brier);
    }

    [SkippableTheory]
    [InlineData(30)]
    [InlineData(60)]
    public async Task OnlineRetail_IsRankedBetterThanByRecency(int horizon)
    {
        var path = Sources.SharedData is { } data ? Path.Combine(data, "online_retail", "online_retail_to_2011-09-09.csv") : null;
        Skip.If(path is null || !File.Exists(path), "The data set online_retail is not beside the checkout.");
        await using var world = await ChurnWorld.OpenAsync("Europe/London");
        await world.ImportAsync(path!, new StoreCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/London")), "GBP");

        var summary = await world.TrainAsync(new ChurnArguments(HorizonDays: horizon));

        Say(summary);
        Assert.NotEqual(ChurnSummary.UsedRule, summary.Used);
        Assert.InRange(summary.Quality!.Auc, 0.6, 0.95);
        Assert.True(summary.Quality.Lift > 1);
    }

    private void Say(ChurnSummary s) => output.WriteLine(FormattableString.Invariant(
        $"{s.Learner} {s.Used}: AUC {s.Model!.Auc:0.0000} [{s.Model.AucLow:0.000}, {s.Model.AucHigh:0.000}] against {s.Baseline!.Auc:0.0000}; Brier {s.Model.Brier:0.0000} / {s.Baseline.Brier:0.0000}; log loss {s.Model.LogLoss:0.0000} / {s.Baseline.LogLoss:0.0000}; top {s.Model.PrecisionAtTop:0.000} / {s.Baseline.PrecisionAtTop:0.000} of {s.Model.BaseRate:0.000}; {s.Periods!.TrainingRows} rows, judged on {s.Model.Customers}; at risk {s.AtRisk} of {s.Scored}"));
}
