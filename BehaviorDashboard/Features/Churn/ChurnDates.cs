using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Churn;

/// <summary>
/// The instants at which training looks at customers. A model made at <see cref="Validation"/> could have known only what had happened
/// by then, so the horizon of every earlier date ends at or before it.
/// </summary>
/// <param name="Scoring">The end of the data: what is predicted from here is not known yet.</param>
/// <param name="Validation">One horizon before; the quality that pages show is measured on it. Null when the data is too short.</param>
/// <param name="Tuning">One horizon before validation; decides when to stop and calibrates.</param>
/// <param name="Training">Earlier dates, ascending.</param>
public sealed record ChurnDates(DateTime Scoring, DateTime? Validation, DateTime? Tuning, IReadOnlyList<DateTime> Training)
{
    private const int Step = 30;

    /// <summary>Days of history that the earliest date needs before it.</summary>
    public const int MinimumHistory = 45;

    /// <summary>Days of data without which there is no date to train on.</summary>
    public static int DaysNeeded(int horizon) => MinimumHistory + Step + (2 * horizon);

    public bool Complete => Training.Count > 0;

    /// <summary>Every date, ascending.</summary>
    public IReadOnlyList<DateTime> All => Complete ? [.. Training, Tuning!.Value, Validation!.Value, Scoring] : [Scoring];

    /// <param name="asOf">The first day that is not known: the day after the last event, or the day that was asked for.</param>
    public static ChurnDates Of(DateTime first, DateOnly asOf, int horizon, int maximumDates, StoreCalendar calendar)
    {
        DateTime At(int daysBefore) => calendar.StartOf(asOf.AddDays(-daysBefore));

        var scoring = At(0);
        var earliest = first.AddDays(MinimumHistory);
        var training = Enumerable.Range(1, maximumDates).Select(i => At((2 * horizon) + (i * Step))).Where(d => d >= earliest).Reverse().ToList();
        return training.Count == 0
            ? new ChurnDates(scoring, null, null, [])
            : new ChurnDates(scoring, At(horizon), At(2 * horizon), training);
    }
}
