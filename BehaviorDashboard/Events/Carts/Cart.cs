using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Carts;

/// <summary>One cart of a customer while their timeline is read; instants are microseconds since 1970-01-01 UTC.</summary>
internal sealed class Cart(string key, long opened)
{
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

    /// <summary>The id that the data gives; empty where it gives none.</summary>
    public string Key => key;

    public long Opened { get; } = opened;

    /// <summary>The last add, removal or step.</summary>
    public long Touched { get; set; } = opened;

    /// <summary>It was touched in the visit that goes on.</summary>
    public bool InVisit { get; set; } = true;

    /// <summary>When it was left for the first time; null when it never was.</summary>
    public long? FirstLeft { get; private set; }

    public long LeftAt { get; private set; }

    public CartStep Last { get; private set; }

    public CartState State { get; private set; }

    /// <summary>When it was bought, emptied, replaced or lost.</summary>
    public long Closed { get; private set; }

    /// <summary>Whether an event that opened it meets the filter of the question.</summary>
    public bool IsMeant { get; private set; }

    public string? Group { get; private set; }

    public bool WasLeft => FirstLeft is not null;

    public int Products => _lines.Count;

    /// <summary>Ten-thousandths.</summary>
    public long Value => _lines.Values.Sum(l => (long)((Int128)l.Quantity * l.Price / Money.Scale));

    public void OpenedBy(bool isMeant, string? group)
    {
        IsMeant |= isMeant;
        if (isMeant && group is not null && (Group is null || string.CompareOrdinal(group, Group) < 0))
        {
            Group = group;
        }
    }

    /// <param name="quantity">Ten-thousandths.</param>
    public void Put(string product, long quantity, long price, long at)
    {
        var line = _lines.GetValueOrDefault(product);
        // Of several prices at one instant the highest, whichever row came first.
        var known = price <= 0 ? line.Price : line.PricedAt == at ? Math.Max(price, line.Price) : price;
        _lines[product] = new Line(line.Quantity + quantity, known, price > 0 ? at : line.PricedAt);
    }

    public void Take(string product, long quantity)
    {
        var line = _lines.GetValueOrDefault(product);
        if (line.Quantity > quantity)
        {
            _lines[product] = line with { Quantity = line.Quantity - quantity };
        }
        else
        {
            _lines.Remove(product);
        }
    }

    public void Leave(long at, CartStep last)
    {
        InVisit = false;
        FirstLeft ??= at;
        (LeftAt, Last) = (at, last);
    }

    public void Close(CartState state, long at) => (State, Closed) = (state, at);

    private readonly record struct Line(long Quantity, long Price, long PricedAt);
}
