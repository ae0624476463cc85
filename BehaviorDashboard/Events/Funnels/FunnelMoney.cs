namespace BehaviorDashboard.Events.Funnels;

/// <summary>What one customer brings: net value of purchases, refunds and cancellations, from the first step of a way to the end of its window.</summary>
internal sealed class FunnelMoney(FunnelDefinition funnel)
{
    private readonly List<(long Micros, long Value)> _flows = [];

    /// <summary>The events that carry it.</summary>
    public static IReadOnlyList<EventMatch> Events { get; } =
        [.. new[] { EventKind.Purchase, EventKind.Refund, EventKind.Cancel }.Select(k => EventMatch.Compile(EventWords.NameOf(k)).Value!)];

    public void Start() => _flows.Clear();

    public void See(TimelineEvent e)
    {
        if (e.Kind is EventKind.Purchase or EventKind.Refund or EventKind.Cancel)
        {
            _flows.Add((e.Micros, e.Value));
        }
    }

    /// <returns>Ten-thousandths.</returns>
    public long Brought(FunnelPath path)
    {
        if (_flows.Count == 0)
        {
            return 0;
        }

        var (first, deadline, sum) = (path.Times[0], funnel.Window.Deadline(path.Times[0], funnel.Calendar), 0L);
        foreach (var (micros, value) in _flows)
        {
            sum += micros >= first && micros <= deadline ? value : 0;
        }

        return sum;
    }
}
