using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Imports;

/// <summary>UCI Online Retail, first edition (InvoiceNo, UnitPrice, CustomerID) and second (Invoice, Price, Customer ID): one row per order line.</summary>
internal sealed class UciProfile : ImportProfile
{
    public const string Adjustment = "Adjustment";
    public const string WriteOff = "Stock write-off";
    public const string FreeLine = "Free line";

    private static readonly RowStep[] Way =
    [
        new("map", Map),
        Steps.Time,
        new("kind", Kind),
        new("money", Money),
        Steps.Identity,
        new("traits", Traits),
        Steps.Checks,
    ];

    public override string Code => "uci";

    public override bool Fits(IReadOnlySet<string> names) =>
        names.Contains("stockcode") && names.Contains("quantity") && names.Contains("invoicedate")
        && (names.IsSupersetOf(["invoiceno", "unitprice"]) || names.IsSupersetOf(["invoice", "price"]));

    public override Dictionary<ImportField, int> Map(IReadOnlyList<string> headers) => ByName(
        headers,
        ("invoiceno", ImportField.Order),
        ("invoice", ImportField.Order),
        ("stockcode", ImportField.Product),
        ("description", ImportField.ProductName),
        ("quantity", ImportField.Quantity),
        ("invoicedate", ImportField.Time),
        ("unitprice", ImportField.Price),
        ("price", ImportField.Price),
        ("customerid", ImportField.Customer),
        ("country", ImportField.Country));

    public override EventColumns Fills(ImportPlan plan) => EventColumns.Product | EventColumns.Quantity | EventColumns.Price | EventColumns.Value | EventColumns.Order;

    public override RowExtras Says(ImportPlan plan) => RowExtras.ProductName;

    public override RowReader CreateReader(ImportPlan plan) => new FlatReader(plan, Way);

    private static RejectReason Map(RowContext row)
    {
        row.Row.Order = row.Own(ImportField.Order);
        if (row.Row.Order is null)
        {
            return RejectReason.NoOrder;
        }

        row.Row.Product = row.Text(ImportField.Product);
        row.Row.ProductName = row.Text(ImportField.ProductName);
        var reason = row.Quantity(1);
        if (reason == RejectReason.None)
        {
            reason = row.Amount(ImportField.Price, out var price);
            row.Row.Price = price;
        }

        return reason;
    }

    private static RejectReason Kind(RowContext row)
    {
        var e = row.Row;
        (e.Kind, e.Name) = e switch
        {
            { Price: < 0 } => (EventKind.Other, Adjustment),
            { Price: 0, Quantity: < 0 } => (EventKind.Other, WriteOff),
            { Price: 0 } => (EventKind.Other, FreeLine),
            _ when e.Order![0] is 'C' or 'c' => (EventKind.Cancel, "Order Cancelled"),
            { Quantity: < 0 } => (EventKind.Refund, "Order Refunded"),
            _ => (EventKind.Purchase, "Order Completed"),
        };
        return RejectReason.None;
    }

    private static RejectReason Money(RowContext row)
    {
        long line = 0;
        var reason = Steps.NetValue(row.Row, null, ref line);
        row.LineValue = line;
        return reason;
    }

    private static RejectReason Traits(RowContext row)
    {
        if (row.Row.Customer is { } customer && row.Text(ImportField.Country) is { } country)
        {
            row.Tell(new CustomerTraits(customer, Country: country));
        }

        return RejectReason.None;
    }
}
