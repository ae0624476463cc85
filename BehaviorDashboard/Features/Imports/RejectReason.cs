namespace BehaviorDashboard.Features.Imports;

/// <summary>Why a row was refused: a closed list, each with a sentence in the resources (<c>Reason.X</c>) and a test.</summary>
public enum RejectReason
{
    None,

    /// <summary>More or fewer cells than the header has; also a last line that was cut off.</summary>
    Ragged,
    LineTooLong,
    QuoteNeverClosed,

    /// <summary>Bytes that do not belong to the file's encoding.</summary>
    Unreadable,
    NotJson,
    NoTime,
    BadTime,
    TimeTooOld,
    TimeInFuture,
    NoEvent,
    NoIdentity,
    NoOrder,
    NotANumber,
    NotFinite,
    NumberTooLarge,

    /// <summary>Money in another currency than the store's: the sums would mix.</summary>
    OtherCurrency,

    /// <summary>The customer was erased from the store. Such rows are counted and not listed: that would keep what was to go.</summary>
    PersonErased,
}
