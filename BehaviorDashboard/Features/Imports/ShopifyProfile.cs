using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Imports;

/// <summary>Shopify's orders export: one row per line item, order fields on the first row of an order only. Columns by name: there are several generations.</summary>
internal sealed class ShopifyProfile : ImportProfile
{
    public override string Code => "shopify";

    public override bool Fits(IReadOnlySet<string> names) => names.IsSupersetOf(["name", "lineitemquantity", "lineitemname", "lineitemprice", "createdat"]);

    public override Dictionary<ImportField, int> Map(IReadOnlyList<string> headers) => ByName(
        headers,
        ("name", ImportField.Order),
        ("id", ImportField.OrderId),
        ("email", ImportField.Email),
        ("financialstatus", ImportField.FinancialStatus),
        ("acceptsmarketing", ImportField.MarketingConsent),
        ("currency", ImportField.Currency),
        ("subtotal", ImportField.Subtotal),
        ("shipping", ImportField.Shipping),
        ("taxes", ImportField.Taxes),
        ("total", ImportField.Total),
        ("discountcode", ImportField.Coupon),
        ("discountamount", ImportField.OrderDiscount),
        ("createdat", ImportField.Time),
        ("lineitemquantity", ImportField.Quantity),
        ("lineitemname", ImportField.ProductName),
        ("lineitemprice", ImportField.Price),
        ("lineitemsku", ImportField.Product),
        ("lineitemdiscount", ImportField.Discount),
        ("billingname", ImportField.Name),
        ("billingcountry", ImportField.Country),
        ("phone", ImportField.Phone),
        ("vendor", ImportField.Brand),
        ("source", ImportField.Channel),
        ("cancelledat", ImportField.CancelledAt),
        ("refundedamount", ImportField.RefundedAmount));

    public override IReadOnlyList<ImportField> MissingFrom(IReadOnlyDictionary<ImportField, int> columns) =>
        new[] { ImportField.Time, ImportField.Order, ImportField.Price, ImportField.Quantity }.Where(f => !columns.ContainsKey(f)).ToList();

    public override RowReader CreateReader(ImportPlan plan) => new ShopifyReader(plan);
}

/// <summary>
/// Gathers the lines of an order, then tells them: a purchase per line at its net value, a cancel per line of a cancelled order, a refund for what was paid back.
/// </summary>
/// <remarks>
/// Ids are made of the order's name and the line's place in it, so that a later export of the same orders adds only what is new (a cancellation, a refund).
/// The file does not say when money was paid back: the refund carries the order's time. A refund is netted of tax and shipping in proportion.
/// </remarks>
internal sealed class ShopifyReader : RowReader
{
    private readonly RowContext _context;
    private readonly RowStep[] _way;
    private readonly Dictionary<string, int> _lines = [];
    private ShopifyOrder? _order;

    public ShopifyReader(ImportPlan plan)
    {
        _context = new RowContext(plan);
        _way =
        [
            new("order", Order),
            new("map", Map),
            Steps.Time,
            new("money", Money),
            new("checks", row => Steps.Currency(row.Row, row.Plan.Currency)),
        ];
    }

    public override void Read(CsvReader record, RowSink sink)
    {
        var name = Begin(record);
        if (_order is not null && _order.Name != name)
        {
            End(sink);
        }

        foreach (var step in _way)
        {
            var reason = step.Run(_context);
            if (reason != RejectReason.None)
            {
                sink.Refuse(record.Line, reason, record.Raw);
                return;
            }
        }

        _order!.Add(_context.Row);
    }

    public override void End(RowSink sink)
    {
        if (_order is { } order)
        {
            _order = null;
            var told = _lines.GetValueOrDefault(order.Name);
            _lines[order.Name] = told + order.Lines.Count;
            order.Tell(sink, told);
        }
    }

    private string Begin(CsvReader record)
    {
        _context.Start(record, new EventRow());
        return _context.Cell(ImportField.Order).TrimStart('\'').ToString();
    }

    private RejectReason Order(RowContext row)
    {
        var name = row.Cell(ImportField.Order).TrimStart('\'').ToString();
        if (name.Length == 0)
        {
            return RejectReason.NoOrder;
        }

        if (_order is not null)
        {
            return RejectReason.None;
        }

        var order = new ShopifyOrder(name);
        var reason = order.ReadFirstRow(row);
        _order = reason == RejectReason.None ? order : null;
        return reason;
    }

    private RejectReason Map(RowContext row)
    {
        var e = row.Row;
        e.ProductName = row.Text(ImportField.ProductName);
        e.Product = row.Pooled(row.Cell(ImportField.Product).TrimStart('\'')) ?? e.ProductName;
        e.Brand = row.Text(ImportField.Brand);
        _order!.Fill(e);
        return RejectReason.None;
    }

    private static RejectReason Money(RowContext row)
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

        row.Row.Kind = EventKind.Purchase;
        row.Row.Name = "Order Completed";
        long line = 0;
        return reason == RejectReason.None ? Steps.NetValue(row.Row, null, ref line) : reason;
    }
}
