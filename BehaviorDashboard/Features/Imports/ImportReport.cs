using System.Text.Json;
using System.Text.Json.Serialization;
using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Imports;

/// <summary>What a file holds, the same for a dry run and an import. Amounts are ten-thousandths of <paramref name="Currency"/>.</summary>
/// <param name="Rows">Rows of the file, refused ones included, without header and blank lines.</param>
/// <param name="Accepted">Events that are new to the store (a dry run: would be).</param>
/// <param name="Duplicates">Events that the store holds already.</param>
/// <param name="Customers">Different identified customers.</param>
/// <param name="Orders">Different orders that were placed; a cancellation is none.</param>
/// <param name="Invoices">Different order numbers of every sort; 0 for files of events.</param>
/// <param name="LineTotal">Sum of quantity times unit price over all rows, whatever they turned out to be.</param>
/// <param name="AdjustmentTotal">Part of <paramref name="LineTotal"/> that is no sale but bookkeeping (negative prices).</param>
public sealed record ImportReport(
    string Profile,
    string Encoding,
    char Delimiter,
    bool HasHeader,
    DateOrder DateOrder,
    bool DateOrderSure,
    string TimeZone,
    string Currency,
    long Rows,
    long Accepted,
    long Duplicates,
    long Refused,
    IReadOnlyDictionary<RejectReason, long> RefusedByReason,
    IReadOnlyList<RefusedExample> Examples,
    long Customers,
    long RowsWithoutCustomer,
    long Orders,
    long NetRevenue,
    DateTime? FirstEvent,
    DateTime? LastEvent,
    IReadOnlyDictionary<EventKind, long> Kinds,
    long Invoices,
    long CancellationRows,
    long CancelledInvoices,
    long LineTotal,
    long Adjustments,
    long AdjustmentTotal,
    long WriteOffs,
    long FreeLines)
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DictionaryKeyPolicy = JsonNamingPolicy.CamelCase,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Shape);

    public static ImportReport? Parse(string? json) => string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize<ImportReport>(json, Shape);
}

/// <summary>A refused row to recognise: where it stands and how it reads.</summary>
public sealed record RefusedExample(long Line, RejectReason Reason, string Text);
