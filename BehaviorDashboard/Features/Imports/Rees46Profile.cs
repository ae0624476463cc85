using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Imports;

/// <summary>REES46 behaviour data: one row per view, cart, remove_from_cart or purchase of one product. A session's purchases are one order.</summary>
internal sealed class Rees46Profile : ImportProfile
{
    private static readonly RowStep[] Way =
    [
        new("map", Map),
        Steps.Time,
        new("kind", Kind),
        new("money", Money),
        Steps.Identity,
        Steps.Checks,
    ];

    public override string Code => "rees46";

    public override bool CountsOrders => false;

    public override bool Fits(IReadOnlySet<string> names) => names.IsSupersetOf(["eventtime", "eventtype", "productid", "price", "userid"]);

    public override Dictionary<ImportField, int> Map(IReadOnlyList<string> headers) => ByName(
        headers,
        ("eventtime", ImportField.Time),
        ("eventtype", ImportField.Event),
        ("productid", ImportField.Product),
        ("categorycode", ImportField.Category),
        ("categoryid", ImportField.CategoryId),
        ("brand", ImportField.Brand),
        ("price", ImportField.Price),
        ("userid", ImportField.Customer),
        ("usersession", ImportField.Session));

    public override EventColumns Fills(ImportPlan plan) =>
        EventColumns.Product | EventColumns.Category | EventColumns.Brand | EventColumns.Quantity | EventColumns.Price | EventColumns.Value | EventColumns.Order | EventColumns.Session;

    public override RowExtras Says(ImportPlan plan) => RowExtras.None;

    public override RowReader CreateReader(ImportPlan plan) => new FlatReader(plan, Way);

    private static RejectReason Map(RowContext row)
    {
        var e = row.Row;
        e.Product = row.Text(ImportField.Product);
        e.Category = row.Text(ImportField.Category) ?? row.Text(ImportField.CategoryId);
        e.Brand = row.Text(ImportField.Brand);
        e.Session = row.Own(ImportField.Session);
        e.Quantity = 1;
        var reason = row.Amount(ImportField.Price, out var price);
        e.Price = price;
        return reason;
    }

    private static RejectReason Kind(RowContext row)
    {
        var cell = row.Cell(ImportField.Event);
        if (cell.IsEmpty)
        {
            return RejectReason.NoEvent;
        }

        row.Row.Kind = row.Named(cell, out var name);
        row.Row.Name = name;
        return RejectReason.None;
    }

    private static RejectReason Money(RowContext row)
    {
        var e = row.Row;
        e.Order = e.Kind == EventKind.Purchase ? e.Session : null;
        long line = 0;
        var reason = Steps.NetValue(e, null, ref line);
        row.LineValue = e.Kind == EventKind.Purchase ? line : 0;
        return reason;
    }
}
