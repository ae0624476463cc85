namespace BehaviorDashboard.Events;

/// <summary>A page of customers.</summary>
/// <param name="Search">Part of an id, name or e-mail address.</param>
/// <param name="Sort">A built-in or published property; null sorts by net revenue.</param>
public sealed record CustomerQuery(
    CustomerFilter? Filter = null,
    string? Search = null,
    string? Sort = null,
    bool Descending = true,
    int Skip = 0,
    int Take = 50);

/// <summary>Some of the customers who match, in the order that was asked for.</summary>
/// <param name="Total">All customers who match, not only those on the page.</param>
public sealed record CustomerPage(IReadOnlyList<CustomerRow> Rows, long Total);

/// <summary>One customer.</summary>
/// <param name="Number">Dense number within the store, as folds see it.</param>
/// <param name="Values">Built-in properties by name and published ones as <c>owner.column</c>: string, double, long, bool or DateTime (UTC); null where there is none.</param>
public sealed record CustomerRow(int Number, string Id, string? Name, string? Email, IReadOnlyDictionary<string, object?> Values)
{
    public double? NumberOf(string property) => Values.GetValueOrDefault(property) switch
    {
        null => null,
        double d => d,
        var other => Convert.ToDouble(other, System.Globalization.CultureInfo.InvariantCulture),
    };

    public string? TextOf(string property) => Values.GetValueOrDefault(property) as string;

    public bool Is(string property) => Values.GetValueOrDefault(property) is true;

    public DateTime? InstantOf(string property) => Values.GetValueOrDefault(property) as DateTime?;
}

/// <summary>One event of a customer's timeline, for reading.</summary>
/// <param name="Price">Ten-thousandths, like <paramref name="Value"/> and <paramref name="Discount"/>.</param>
public sealed record TimelineEntry(
    DateTime Time,
    EventKind Kind,
    string Name,
    string? Product,
    string? ProductName,
    string? Category,
    string? Brand,
    double Quantity,
    long Price,
    long Value,
    long Discount,
    string? Order,
    string? Session,
    string? Channel,
    string? Campaign,
    string? Device,
    string? Search,
    string? Coupon,
    byte Rating,
    string? Review,
    string? Properties);
