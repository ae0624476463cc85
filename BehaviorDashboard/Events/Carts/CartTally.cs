namespace BehaviorDashboard.Events.Carts;

/// <summary>Carts by what became of them.</summary>
public sealed class CartTally
{
    private static readonly int States = Enum.GetValues<CartState>().Length;

    private readonly long[] _count = new long[States];
    private readonly long[] _left = new long[States];
    private readonly long[] _value = new long[States];

    public long Opened => _count.Sum();

    /// <summary>Carts that were left at least once.</summary>
    public long Left => _left.Sum();

    /// <summary>Carts that were left and whose fate is known, those that were emptied aside: what a recovery rate is a share of.</summary>
    public long Settled => Count(CartState.Recovered) + Count(CartState.Replaced, left: true) + Count(CartState.Lost);

    /// <param name="left">Only those that were left at least once.</param>
    public long Count(CartState state, bool left = false) => (left ? _left : _count)[(int)state];

    /// <summary>What lay in the carts, ten-thousandths; as it was when they closed.</summary>
    public long Value(CartState state) => _value[(int)state];

    public static CartTally Sum(IEnumerable<CartTally> parts)
    {
        var sum = new CartTally();
        foreach (var part in parts)
        {
            sum.Add(part);
        }

        return sum;
    }

    internal void Add(Cart cart)
    {
        _count[(int)cart.State]++;
        _left[(int)cart.State] += cart.WasLeft ? 1 : 0;
        _value[(int)cart.State] += cart.Value;
    }

    internal void Add(CartTally other)
    {
        for (var state = 0; state < States; state++)
        {
            _count[state] += other._count[state];
            _left[state] += other._left[state];
            _value[state] += other._value[state];
        }
    }
}
