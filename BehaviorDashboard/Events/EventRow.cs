using System.Globalization;
using System.IO.Hashing;
using System.Text;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events;

/// <summary>One event on its way into the store. Mutable so that a reader of millions of rows can reuse one object; the batch copies it.</summary>
public sealed class EventRow
{
    /// <summary>128-bit key that makes the event idempotent: <see cref="KeyOf(ReadOnlySpan{byte})"/> of the given id, or of the row's whole content.</summary>
    public UInt128 Id { get; set; }

    /// <summary>
    /// True: <see cref="Id"/> was given by the source, so the same id is one event however often it comes.
    /// False: it is a hash of the content, so equal rows of one batch are different events, and the n-th of them is the n-th of an earlier upload.
    /// </summary>
    public bool IdGiven { get; set; }

    /// <summary>The source's customer id; null for a guest.</summary>
    public string? Customer { get; set; }

    /// <summary>The source's anonymous id (browser, device); an event with both joins the two.</summary>
    public string? Anonymous { get; set; }

    /// <summary>When it happened, UTC, microseconds.</summary>
    public DateTime Time { get; set; }

    /// <summary>When it was received, UTC; null means now.</summary>
    public DateTime? Received { get; set; }

    public EventKind Kind { get; set; }

    /// <summary>The source's own name of the event.</summary>
    public string Name { get; set; } = "";

    public string? Product { get; set; }

    /// <summary>What the product is called; kept in the catalogue, not on the event.</summary>
    public string? ProductName { get; set; }

    public string? Category { get; set; }

    public string? Brand { get; set; }

    public double Quantity { get; set; }

    /// <summary>Unit price in ten-thousandths of <see cref="Currency"/>.</summary>
    public long Price { get; set; }

    /// <summary>Net value in ten-thousandths: above zero for a purchase, below for a refund or cancel, zero for everything else.</summary>
    public long Value { get; set; }

    /// <summary>Discount already taken off <see cref="Value"/>, in ten-thousandths, not negative.</summary>
    public long Discount { get; set; }

    /// <summary>As the source states it; null is the store's.</summary>
    public string? Currency { get; set; }

    public string? Order { get; set; }

    public string? Cart { get; set; }

    public string? Session { get; set; }

    public string? Channel { get; set; }

    public string? Campaign { get; set; }

    public string? Device { get; set; }

    public string? Page { get; set; }

    public string? Search { get; set; }

    public string? Coupon { get; set; }

    /// <summary>1 to 5; 0 is none.</summary>
    public byte Rating { get; set; }

    public string? Review { get; set; }

    /// <summary>What has no column, as one JSON object.</summary>
    public string? Properties { get; set; }

    /// <summary>Empties every field for the next row.</summary>
    public void Clear()
    {
        Id = default;
        IdGiven = false;
        Customer = Anonymous = Product = ProductName = Category = Brand = Currency = Order = Cart = Session = null;
        Channel = Campaign = Device = Page = Search = Coupon = Review = Properties = null;
        Time = default;
        Received = null;
        Kind = EventKind.Other;
        Name = "";
        Quantity = 0;
        Price = Value = Discount = 0;
        Rating = 0;
    }

    /// <summary>XxHash128 of the bytes.</summary>
    public static UInt128 KeyOf(ReadOnlySpan<byte> bytes) => XxHash128.HashToUInt128(bytes);

    /// <summary>Key of an id that the source gave.</summary>
    public static UInt128 KeyOf(string givenId) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes("id:" + givenId));

    /// <summary>A scaled amount as text, for messages and files.</summary>
    public static string Amount(long scaled) => ((decimal)scaled / Money.Scale).ToString("0.####", CultureInfo.InvariantCulture);
}

/// <summary>What a source says about a customer. A null leaves what is known; the last value in time order of arrival stands.</summary>
/// <param name="Customer">The source's customer id.</param>
/// <param name="MarketingConsent">False: never in an audience. Null: not said.</param>
/// <param name="ProfilingConsent">False: in no model and no segment. Null: not said.</param>
public sealed record CustomerTraits(
    string Customer,
    string? Name = null,
    string? Email = null,
    string? Phone = null,
    string? Country = null,
    bool? MarketingConsent = null,
    bool? ProfilingConsent = null);
