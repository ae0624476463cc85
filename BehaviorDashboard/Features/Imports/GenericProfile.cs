using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Imports;

/// <summary>Any table with a time and somebody or something that it happened to. Without a column of event names each row is an order line.</summary>
internal sealed class GenericProfile : ImportProfile
{
    // What a row has in any case: the value follows from price and quantity, and a purchase without an order number is an order of its own.
    private const EventColumns Always = EventColumns.Quantity | EventColumns.Price | EventColumns.Value | EventColumns.Order;

    private static readonly (ImportField Field, EventColumns Column)[] Optional =
    [
        (ImportField.Product, EventColumns.Product),
        (ImportField.ProductName, EventColumns.Product),
        (ImportField.Category, EventColumns.Category),
        (ImportField.CategoryId, EventColumns.Category),
        (ImportField.Brand, EventColumns.Brand),
        (ImportField.Discount, EventColumns.Discount),
        (ImportField.Currency, EventColumns.Currency),
        (ImportField.Cart, EventColumns.Cart),
        (ImportField.Session, EventColumns.Session),
        (ImportField.Channel, EventColumns.Channel),
        (ImportField.Campaign, EventColumns.Campaign),
        (ImportField.Device, EventColumns.Device),
        (ImportField.Page, EventColumns.Page),
        (ImportField.Search, EventColumns.Search),
        (ImportField.Coupon, EventColumns.Coupon),
        (ImportField.Rating, EventColumns.Rating),
        (ImportField.Review, EventColumns.Review),
    ];

    private static readonly RowStep[] Way =
    [
        new("map", Map),
        Steps.Time,
        new("kind", Kind),
        new("money", Money),
        Steps.Identity,
        new("traits", Traits),
        new("checks", Checks),
    ];

    public override string Code => "generic";

    public override bool Fits(IReadOnlySet<string> names) => true;

    public override Dictionary<ImportField, int> Map(IReadOnlyList<string> headers)
    {
        var columns = ColumnAliases.Propose(headers);
        // "Name" and "Email" of an order file are the customer when nothing better names them.
        if (!columns.ContainsKey(ImportField.Customer) && columns.TryGetValue(ImportField.Email, out var email))
        {
            columns[ImportField.Customer] = email;
        }

        return columns;
    }

    public override IReadOnlyList<ImportField> MissingFrom(IReadOnlyDictionary<ImportField, int> columns)
    {
        var missing = base.MissingFrom(columns).ToList();
        if (!columns.ContainsKey(ImportField.Customer) && !columns.ContainsKey(ImportField.Anonymous) && !columns.ContainsKey(ImportField.Order))
        {
            missing.Add(ImportField.Customer);
        }

        if (!columns.ContainsKey(ImportField.Event) && !columns.ContainsKey(ImportField.Order) && !columns.ContainsKey(ImportField.Price) && !columns.ContainsKey(ImportField.Value))
        {
            missing.Add(ImportField.Event);
        }

        return missing;
    }

    public override EventColumns Fills(ImportPlan plan) => Optional.Where(o => plan.Column(o.Field) >= 0).Aggregate(Always, (columns, o) => columns | o.Column);

    public override RowExtras Says(ImportPlan plan) =>
        (plan.Column(ImportField.Anonymous) >= 0 ? RowExtras.Anonymous : RowExtras.None) | (plan.Column(ImportField.ProductName) >= 0 ? RowExtras.ProductName : RowExtras.None);

    public override RowReader CreateReader(ImportPlan plan) => new FlatReader(plan, Way);

    private static RejectReason Map(RowContext row)
    {
        var e = row.Row;
        e.Product = row.Text(ImportField.Product) ?? row.Text(ImportField.ProductName);
        e.ProductName = row.Text(ImportField.ProductName);
        e.Category = row.Text(ImportField.Category) ?? row.Text(ImportField.CategoryId);
        e.Brand = row.Text(ImportField.Brand);
        e.Currency = row.Text(ImportField.Currency);
        e.Order = row.Own(ImportField.Order);
        e.Cart = row.Own(ImportField.Cart);
        e.Session = row.Own(ImportField.Session);
        e.Channel = row.Text(ImportField.Channel);
        e.Campaign = row.Text(ImportField.Campaign);
        e.Device = row.Text(ImportField.Device);
        e.Page = row.Text(ImportField.Page);
        e.Search = row.Text(ImportField.Search);
        e.Coupon = row.Text(ImportField.Coupon);
        e.Review = row.Own(ImportField.Review);
        e.Rating = byte.TryParse(row.Cell(ImportField.Rating), out var rating) && rating <= 5 ? rating : (byte)0;
        if (row.Text(ImportField.EventId) is { } id)
        {
            e.Id = EventRow.KeyOf(id);
            e.IdGiven = true;
        }

        return Numbers(row);
    }

    private static RejectReason Numbers(RowContext row)
    {
        var reason = row.Quantity(1);
        if (reason == RejectReason.None)
        {
            reason = row.Amount(ImportField.Price, out var price);
            row.Row.Price = price;
        }

        if (reason == RejectReason.None)
        {
            reason = row.Amount(ImportField.Discount, out var discount);
            row.Row.Discount = Math.Abs(discount);
        }

        if (reason == RejectReason.None && !row.Cell(ImportField.Value).IsEmpty)
        {
            reason = row.Amount(ImportField.Value, out var value);
            row.StatedValue = value;
        }

        return reason;
    }

    private static RejectReason Kind(RowContext row)
    {
        if (!row.Has(ImportField.Event))
        {
            (row.Row.Kind, row.Row.Name) = (EventKind.Purchase, "Order Completed");
            return RejectReason.None;
        }

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
        // A file whose rows are order lines without a unit price states the line's value; the price follows from it.
        if (row.StatedValue is { } stated && row.Row.Price == 0 && row.Row.Quantity != 0)
        {
            row.Row.Price = (long)Math.Abs(stated / row.Row.Quantity);
        }

        long line = 0;
        var reason = Steps.NetValue(row.Row, row.StatedValue, ref line);
        row.LineValue = row.Row.Kind is EventKind.Purchase or EventKind.Refund or EventKind.Cancel ? line : 0;
        return reason;
    }

    private static RejectReason Traits(RowContext row)
    {
        if (row.Row.Customer is not { } customer)
        {
            return RejectReason.None;
        }

        var traits = new CustomerTraits(
            customer,
            row.Text(ImportField.Name),
            row.Text(ImportField.Email),
            row.Text(ImportField.Phone),
            row.Text(ImportField.Country),
            YesNo(row.Cell(ImportField.MarketingConsent)));
        if (traits != new CustomerTraits(customer))
        {
            row.Tell(traits);
        }

        return RejectReason.None;
    }

    private static RejectReason Checks(RowContext row) =>
        row.Row.Customer is null && row.Row.Anonymous is null && row.Row.Order is null ? RejectReason.NoIdentity : Steps.Currency(row.Row, row.Plan.Currency);

    internal static bool? YesNo(ReadOnlySpan<char> text) => text switch
    {
        "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "1" or "y" or "是" => true,
        "no" or "No" or "NO" or "false" or "False" or "FALSE" or "0" or "n" or "否" => false,
        _ => null,
    };
}
