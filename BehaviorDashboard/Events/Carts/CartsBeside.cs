namespace BehaviorDashboard.Events.Carts;

/// <summary>Two questions about carts in one pass, as reading the timelines costs more than either: a range, and an earlier one of which no more is known.</summary>
public sealed class CartsBeside(CartsFold now, CartsFold before) : ITimelineFold<CartsBeside>
{
    /// <inheritdoc/>
    public EventColumns Columns => now.Columns | before.Columns;

    public CartsFold Now => now;

    public CartsFold Before => before;

    /// <inheritdoc/>
    public void Start(int customer)
    {
        now.Start(customer);
        before.Start(customer);
    }

    /// <inheritdoc/>
    public void Event(TimelineEvent e)
    {
        now.Event(e);
        before.Event(e);
    }

    /// <inheritdoc/>
    public void End()
    {
        now.End();
        before.End();
    }

    /// <inheritdoc/>
    public void Merge(CartsBeside other)
    {
        now.Merge(other.Now);
        before.Merge(other.Before);
    }
}
