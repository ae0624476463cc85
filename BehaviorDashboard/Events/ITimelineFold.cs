namespace BehaviorDashboard.Events;

/// <summary>
/// One pass over customers' timelines. The reader calls <see cref="Start"/>, then <see cref="Event"/> in time order (events of one instant in
/// stored order), then <see cref="End"/>, customer after customer. Ranges of customers are folded by different instances at once, and
/// the parts are merged, so an answer must not depend on which customers shared an instance.
/// </summary>
public interface ITimelineFold<in TSelf>
{
    /// <summary>The fields that the fold reads; asked once, before the pass.</summary>
    EventColumns Columns { get; }

    /// <summary>Outside of these nothing means anything to the fold, so the reader may leave other events out; null where every event counts. Asked once, before the pass.</summary>
    IReadOnlyList<EventMatch>? Needs => null;

    /// <param name="customer">Dense number of the customer, 1 and up.</param>
    void Start(int customer);

    /// <param name="e">Reused for the next event: copy what outlives the call.</param>
    void Event(TimelineEvent e);

    void End();

    /// <summary>Takes in what another instance found for other customers.</summary>
    void Merge(TSelf other);
}

/// <summary>One event as a fold sees it; fields outside the fold's <see cref="ITimelineFold{TSelf}.Columns"/> are empty.</summary>
public sealed class TimelineEvent
{
    public int Customer { get; internal set; }

    /// <summary>Microseconds since 1970-01-01 UTC.</summary>
    public long Micros { get; internal set; }

    public DateTime Time => DateTime.UnixEpoch.AddTicks(Micros * TimeSpan.TicksPerMicrosecond);

    public EventKind Kind { get; internal set; }

    /// <summary>Index into <see cref="TimelineWorld.Names"/>.</summary>
    public int NameNumber { get; internal set; }

    public string Name { get; internal set; } = "";

    public string? Product { get; internal set; }

    public string? Category { get; internal set; }

    public string? Brand { get; internal set; }

    public double Quantity { get; internal set; }

    /// <summary>Ten-thousandths of the currency unit.</summary>
    public long Price { get; internal set; }

    /// <summary>Signed net value, ten-thousandths.</summary>
    public long Value { get; internal set; }

    /// <summary>Ten-thousandths, not negative.</summary>
    public long Discount { get; internal set; }

    public string? Currency { get; internal set; }

    public string? Order { get; internal set; }

    public string? Cart { get; internal set; }

    public string? Session { get; internal set; }

    public string? Channel { get; internal set; }

    public string? Campaign { get; internal set; }

    public string? Device { get; internal set; }

    public string? Page { get; internal set; }

    public string? Search { get; internal set; }

    public string? Coupon { get; internal set; }

    public byte Rating { get; internal set; }

    public string? Review { get; internal set; }

    /// <summary>One JSON object, or null.</summary>
    public string? Properties { get; internal set; }

    /// <summary>True for a purchase that is the first line of its order in this customer's timeline. Known only when <see cref="EventColumns.Order"/> is read.</summary>
    public bool StartsOrder { get; internal set; }

    /// <summary>What became of the cart that the event belongs to, a code of <see cref="Carts.CartCodes"/>; only with <see cref="EventColumns.CartFate"/>.</summary>
    public string? CartState { get; internal set; }

    /// <summary>The last thing before that cart was left; null when it never was.</summary>
    public string? CartLast { get; internal set; }

    internal TimelineEvent Copy() => (TimelineEvent)MemberwiseClone();
}

/// <summary>What a fold may know of the store before the pass.</summary>
/// <param name="Names">Original event names by number.</param>
/// <param name="HighestCustomer">Largest customer number; numbers run from 1.</param>
public sealed record TimelineWorld(IReadOnlyList<string> Names, int HighestCustomer);

/// <summary>Which part of the timelines a pass reads. Empty means all.</summary>
/// <param name="From">First instant, UTC, inclusive.</param>
/// <param name="Until">First instant no longer read, UTC.</param>
/// <param name="Customer">Only this customer.</param>
/// <param name="Guests">Also the events of guests, as customer 0; they are many people whom nobody can tell apart, so nothing sequential holds for them.</param>
public sealed record TimelineScope(DateTime? From = null, DateTime? Until = null, int? Customer = null, bool Guests = false);
