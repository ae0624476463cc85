namespace BehaviorDashboard.Events.Carts;

/// <summary>When carts were recovered, over all of a store's time: what the time-out is read from.</summary>
internal sealed class RecoveryFold(CartRule rule, int days, long known, IReadOnlyList<string> names) : ITimelineFold<RecoveryFold>
{
    private readonly CartTimeline _carts = new(rule with { TimeOut = TimeSpan.FromDays(days) }, names);

    public EventColumns Columns => CartRule.Columns;

    public RecoveryTimes Times { get; } = new(days);

    public void Start(int customer) => _carts.Clear();

    public void Event(TimelineEvent e) => _carts.Add(e);

    public void End()
    {
        _carts.End(known);
        foreach (var cart in _carts.Carts)
        {
            if (cart.FirstLeft is { } left)
            {
                Times.Add(known - left, cart.State == CartState.Recovered ? cart.Closed - left : null);
            }
        }
    }

    public void Merge(RecoveryFold other) => Times.Add(other.Times);
}
