using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Features.Churn;

/// <summary>What a training works on: one table per date of <see cref="Dates"/>, customers who may leave only.</summary>
/// <param name="AsOf">Last day that is known.</param>
/// <param name="Days">Days of data up to then.</param>
/// <param name="Tables">Ascending; the last is scored.</param>
public sealed record ChurnInput(DateOnly AsOf, StoreCalendar Calendar, int Horizon, int ActiveDays, int Days, ChurnDates Dates, IReadOnlyList<FeatureTable> Tables)
{
    public FeatureTable Scoring => Tables[^1];

    public IReadOnlyList<FeatureTable> Training => [.. Tables.Take(Dates.Training.Count)];

    public FeatureTable? Tuning => Dates.Complete ? Tables[^3] : null;

    public FeatureTable? Validation => Dates.Complete ? Tables[^2] : null;

    public ChurnPeriods? Periods => Dates.Complete
        ? new ChurnPeriods([.. Dates.Training.Select(LastKnown)], LastKnown(Dates.Tuning!.Value), LastKnown(Dates.Validation!.Value), Training.Sum(t => t.Rows), Validation!.Rows)
        : null;

    private DateOnly LastKnown(DateTime instant) => Calendar.DayOf(instant).AddDays(-1);
}

/// <summary>Reads the features of known customers who did not refuse profiling, as of all dates in one pass.</summary>
public sealed class ChurnTables(StoreDirectory stores, EventCatalogReader catalog, CustomerReader customers, TimelineReader timelines, IOptions<ChurnOptions> options)
{
    /// <summary>Null in a store without events, or when none lies before the day that was asked for.</summary>
    public async Task<ChurnInput?> ReadAsync(StoreId id, ChurnArguments arguments, CancellationToken ct)
    {
        var store = await stores.FindAsync(id, ct) ?? throw new RunRefused(new Problem("store.unknown", $"There is no store '{id}'."));
        if (await catalog.ReadAsync(id, ct) is not { First: { } first, Last: { } last })
        {
            return null;
        }

        var asOf = Earlier(arguments.AsOf, store.Calendar.DayOf(last));
        var horizon = arguments.HorizonDays ?? store.Settings.ChurnHorizonDays ?? options.Value.HorizonDays;
        var dates = ChurnDates.Of(first, asOf.AddDays(1), horizon, options.Value.MaximumDates, store.Calendar);
        if (dates.Scoring <= first)
        {
            return null;
        }

        var tables = await FoldAsync(id, store.Calendar, dates, horizon, arguments.Seed ?? options.Value.Seed, ct);
        var eligible = tables.Select(t => t.Where((_, row) => ChurnRules.Eligible(t, row, options.Value.ActiveDays))).ToList();
        return new ChurnInput(asOf, store.Calendar, horizon, options.Value.ActiveDays, (int)(dates.Scoring - first).TotalDays, dates, eligible);
    }

    /// <summary>One customer as of the end of a day, as a table of one row; null when the model does not look at them.</summary>
    public async Task<FeatureTable?> ReadOneAsync(Store store, CustomerRow customer, DateOnly asOf, int activeDays, CancellationToken ct)
    {
        if (customer.Is("anonymous") || !customer.Is("profiling"))
        {
            return null;
        }

        var until = store.Calendar.StartOf(asOf.AddDays(1));
        var fold = await timelines.FoldAsync(
            store.Id, _ => new FeatureFold([until], store.Calendar, TimeSpan.Zero), ct, new TimelineScope(Until: until, Customer: customer.Number));
        var table = fold.Tables()[0];
        return table.Rows == 1 && ChurnRules.Eligible(table, 0, activeDays) ? table : null;
    }

    // Nothing at or after the scoring instant is read, so a day in the past cannot know what came later.
    private async Task<IReadOnlyList<FeatureTable>> FoldAsync(StoreId id, StoreCalendar calendar, ChurnDates dates, int horizon, int seed, CancellationToken ct)
    {
        var allowed = await customers.NumbersAsync(id, Allowed, ct);
        var share = (double)options.Value.MaximumRowsPerDate / Math.Max(1, allowed.Count);
        var last = dates.All.Count - 1;
        var fold = await timelines.FoldInJobAsync(
            id,
            _ => new FeatureFold(dates.All, calendar, TimeSpan.FromDays(horizon), (date, customer) => allowed.Contains(customer) && (date == last || share >= 1 || Draw(customer, seed) < share)),
            ct,
            new TimelineScope(Until: dates.Scoring));
        return fold.Tables();
    }

    private static CustomerFilter Allowed { get; } = CustomerFilter.Both(
        CustomerFilter.Condition("anonymous", "eq", false),
        CustomerFilter.Condition("profiling", "eq", true));

    private static DateOnly Earlier(DateOnly? asked, DateOnly last) => asked < last ? asked.Value : last;

    /// <summary>0 to 1, the same for a customer whoever asks (SplitMix64).</summary>
    private static double Draw(int customer, int seed)
    {
        var z = unchecked(((ulong)(uint)customer << 32 | (uint)seed) * 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return (z ^ (z >> 31)) / (double)ulong.MaxValue;
    }
}
