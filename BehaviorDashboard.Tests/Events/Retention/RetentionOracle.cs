using BehaviorDashboard.Events.Retention;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Events.Retention;

/// <summary>The definition of retention taken at its word: every pair of events is looked at.</summary>
internal sealed class RetentionOracle(SmallWorld world, string start, string back, RetentionDefinition asked)
{
    public IEnumerable<int> Members(int cohort) => Enumerable.Range(0, world.Customers.Count).Where(c => Anchor(c, cohort) is not null);

    public bool Returned(int customer, int cohort, int period) => asked.On == ReturnOn.On
        ? IsBack(customer, cohort, period)
        : Enumerable.Range(period, 200).Any(k => IsBack(customer, cohort, k));

    public int? FirstReturn(int customer, int cohort) =>
        Enumerable.Range(0, asked.Length).Select(k => (int?)k).FirstOrDefault(k => IsBack(customer, cohort, k!.Value));

    public string? Group(int customer, int cohort) =>
        Starts(customer).Where(e => e.Time == Anchor(customer, cohort)).Select(e => e.Channel).Where(v => v is not null).Order(StringComparer.Ordinal).FirstOrDefault();

    public long Revenue(int customer, int cohort, int period) =>
        world.Customers[customer].Where(e => asked.Periods.IndexOf(e.Micros) == cohort + period && (period > 0 || e.Time >= Anchor(customer, cohort))).Sum(e => e.Revenue);

    private DateTime? Anchor(int customer, int cohort)
    {
        var starts = Starts(customer).Select(e => e.Time).Order().Select(t => (DateTime?)t).ToList();
        var inRange = asked.Kind == RetentionKind.First
            ? starts.Take(1).Where(t => t >= asked.From && t < asked.Until)
            : starts.Where(t => t >= asked.From && t < asked.Until);
        return inRange.FirstOrDefault(t => asked.Periods.IndexOf(Periods.MicrosOf(t!.Value)) == cohort);
    }

    private bool IsBack(int customer, int cohort, int period)
    {
        var returns = world.Customers[customer].Where(e => back.Contains(e.Name, StringComparison.Ordinal) && PeriodOf(e) == cohort + period);
        return period > 0
            ? returns.Any()
            : Starts(customer).Where(s => s.Time == Anchor(customer, cohort)).Any(s => returns.Any(r => !ReferenceEquals(r, s) && r.Time >= s.Time));
    }

    // Days of the tests' world, also behind the periods that the fold knows.
    private int PeriodOf(SmallEvent e) => asked.Periods.IndexOf(e.Micros) is var p && p < asked.Periods.Count
        ? p
        : asked.Periods.Count + (int)((e.Micros - asked.Periods.Until) / 86_400_000_000);

    private IEnumerable<SmallEvent> Starts(int customer) => world.Customers[customer].Where(e => start.Contains(e.Name, StringComparison.Ordinal));
}
