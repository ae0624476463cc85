using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Carts;

/// <summary>
/// Publishes each customer's current cart as <c>cart.*</c>: the open cart that was touched last, otherwise the one that opened last. Segments, campaigns and lists filter by these columns;
/// they go by <see cref="CartRule"/> as of the store's last event, as the page of carts does.
/// </summary>
public sealed class CartColumns(TimelineReader timelines, CustomerTable table)
{
    public const string Owner = "cart";

    private static readonly PublishedColumn[] Columns =
    [
        new("state", PublishedType.Text),
        new("value", PublishedType.Number),
        new("products", PublishedType.Integer),
        new("opened_at", PublishedType.Instant),
        new("left_at", PublishedType.Instant),
        new("last", PublishedType.Text),
    ];

    /// <param name="last">The store's last event.</param>
    /// <param name="asOf">Its day.</param>
    /// <returns>How many customers have a cart.</returns>
    public async Task<int> PublishAsync(StoreId store, DateTime last, DateOnly asOf, string version, CancellationToken ct)
    {
        var rule = timelines.RuleOf(await timelines.CartTimeOutAsync(store, ct));
        var fold = await timelines.FoldInJobAsync(store, world => new CurrentCartFold(rule, Periods.MicrosOf(last), world.Names), ct);
        await table.PublishAsync(store, new PublishedSet(Owner, version, asOf, Columns), fold.Rows, ct);
        return fold.Rows.Count;
    }

    private sealed class CurrentCartFold(CartRule rule, long known, IReadOnlyList<string> names) : ITimelineFold<CurrentCartFold>
    {
        private readonly CartTimeline _carts = new(rule, names);
        private int _customer;

        EventColumns ITimelineFold<CurrentCartFold>.Columns => CartRule.Columns;

        public List<(int Customer, object?[] Values)> Rows { get; } = [];

        public void Start(int customer)
        {
            _customer = customer;
            _carts.Clear();
        }

        public void Event(TimelineEvent e) => _carts.Add(e);

        public void End()
        {
            _carts.End(known);
            if (_carts.Latest is { } cart)
            {
                DateTime? left = cart.WasLeft && !cart.InVisit ? Periods.InstantOf(cart.LeftAt) : null;
                Rows.Add((_customer, [CartCodes.Of(cart.State), (double)cart.Value / Money.Scale, (long)cart.Products, Periods.InstantOf(cart.Opened), left, CartCodes.Of(cart.Last)]));
            }
        }

        public void Merge(CurrentCartFold other) => Rows.AddRange(other.Rows);
    }
}
