using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Imports;

/// <summary>One order of Shopify's export, gathered from its rows.</summary>
internal sealed class ShopifyOrder(string name)
{
    private string? _customer;
    private string? _currency;
    private string? _coupon;
    private string? _channel;
    private CustomerTraits? _traits;
    private DateTime? _cancelled;
    private bool _voided;
    private long? _subtotal;
    private long _shipping;
    private long _taxes;
    private long _total;
    private long _discount;
    private long _refunded;

    public string Name => name;

    public List<EventRow> Lines { get; } = [];

    public RejectReason ReadFirstRow(RowContext row)
    {
        _customer = row.Cell(ImportField.Email) is { IsEmpty: false } email ? email.TrimStart('\'').ToString().ToLowerInvariant() : null;
        _currency = row.Text(ImportField.Currency);
        _coupon = row.Text(ImportField.Coupon);
        _channel = row.Text(ImportField.Channel);
        _voided = row.Cell(ImportField.FinancialStatus).Equals("voided", StringComparison.OrdinalIgnoreCase);
        if (row.Cell(ImportField.CancelledAt) is { IsEmpty: false } cancelled)
        {
            if (!row.TryInstant(cancelled, out var at))
            {
                return RejectReason.BadTime;
            }

            _cancelled = at;
        }

        if (_customer is not null)
        {
            _traits = new CustomerTraits(
                _customer,
                row.Text(ImportField.Name),
                _customer,
                row.Pooled(row.Cell(ImportField.Phone).TrimStart('\'')),
                row.Text(ImportField.Country),
                GenericProfile.YesNo(row.Cell(ImportField.MarketingConsent)));
        }

        return Amounts(row);
    }

    public void Fill(EventRow line)
    {
        line.Customer = _customer;
        line.Order = name;
        line.Currency = _currency;
        line.Coupon = _coupon;
        line.Channel = _channel;
    }

    public void Add(EventRow line) => Lines.Add(line);

    /// <param name="before">Lines of this order that came earlier in the file.</param>
    public void Tell(RowSink sink, int before)
    {
        if (Lines.Count == 0)
        {
            return;
        }

        SpreadDiscountAndTax();
        if (_traits is not null)
        {
            sink.Add(_traits);
        }

        foreach (var (place, line) in Lines.Index())
        {
            var number = before + place;
            Emit(sink, line, $"shopify:{name}:{number}", EventKind.Purchase, "Order Completed", line.Time, line.Value, NumberText.Times(line.Quantity, line.Price, out var goods) == RejectReason.None ? goods : 0, extra: false);
            if (_cancelled is not null || _voided)
            {
                Emit(sink, line, $"shopify:{name}:{number}:cancel", EventKind.Cancel, "Order Cancelled", _cancelled ?? line.Time, -line.Value, 0, extra: true);
            }
        }

        TellRefund(sink);
    }

    private void TellRefund(RowSink sink)
    {
        var net = Lines.Sum(l => l.Value);
        if (_refunded == 0 || _cancelled is not null || _voided || net <= 0)
        {
            return;
        }

        var share = _total > 0 ? Math.Min(1, (decimal)_refunded / _total) : 1;
        var value = decimal.ToInt64(decimal.Round(net * share, 0, MidpointRounding.AwayFromZero));
        var line = Lines[0];
        var single = Lines.Count == 1;
        var row = sink.Next();
        Copy(line, row);
        row.Product = single ? line.Product : null;
        row.ProductName = null;
        row.Quantity = 0;
        row.Price = 0;
        Finish(sink, row, $"shopify:{name}:refund:{EventRow.Amount(_refunded)}", EventKind.Refund, "Order Refunded", line.Time, -value, 0, extra: true);
    }

    // The subtotal is what the goods cost after every discount; what the lines' own discounts do not explain is spread by value, to the last ten-thousandth.
    private void SpreadDiscountAndTax()
    {
        var goods = Lines.Sum(l => l.Value);
        var target = _subtotal ?? Math.Max(0, goods - _discount);
        var discounted = goods > 0 ? Math.Clamp(target, 0, goods) : goods;
        Spread(goods, discounted, (line, value) =>
        {
            line.Discount += line.Value - value;
            line.Value = value;
        });
        var taxIncluded = _taxes > 0 && _total > 0 && Math.Abs(_total - (target + _shipping)) <= 50;
        if (taxIncluded && target + _shipping > 0)
        {
            var tax = (long)Math.Round((decimal)_taxes * target / (target + _shipping));
            Spread(discounted, Math.Max(0, discounted - tax), (line, value) => line.Value = value);
        }
    }

    private void Spread(long from, long to, Action<EventRow, long> set)
    {
        if (from == to || from <= 0)
        {
            return;
        }

        long before = 0, given = 0;
        foreach (var line in Lines)
        {
            before += line.Value;
            var until = (long)Math.Round((decimal)before * to / from);
            set(line, until - given);
            given = until;
        }
    }

    private RejectReason Amounts(RowContext row)
    {
        var reason = row.Amount(ImportField.Shipping, out _shipping);
        reason = reason == RejectReason.None ? row.Amount(ImportField.Taxes, out _taxes) : reason;
        reason = reason == RejectReason.None ? row.Amount(ImportField.Total, out _total) : reason;
        reason = reason == RejectReason.None ? row.Amount(ImportField.OrderDiscount, out _discount) : reason;
        reason = reason == RejectReason.None ? row.Amount(ImportField.RefundedAmount, out _refunded) : reason;
        if (reason == RejectReason.None && !row.Cell(ImportField.Subtotal).IsEmpty)
        {
            reason = row.Amount(ImportField.Subtotal, out var subtotal);
            _subtotal = subtotal;
        }

        return reason;
    }

    private static void Emit(RowSink sink, EventRow line, string id, EventKind kind, string named, DateTime time, long value, long lineValue, bool extra)
    {
        var row = sink.Next();
        Copy(line, row);
        Finish(sink, row, id, kind, named, time, value, lineValue, extra);
    }

    private static void Finish(RowSink sink, EventRow row, string id, EventKind kind, string named, DateTime time, long value, long lineValue, bool extra)
    {
        (row.Id, row.IdGiven, row.Kind, row.Name, row.Time, row.Value) = (EventRow.KeyOf(id), true, kind, named, time, value);
        sink.Emit(lineValue, extra);
    }

    private static void Copy(EventRow from, EventRow to)
    {
        (to.Customer, to.Order, to.Currency, to.Coupon, to.Channel) = (from.Customer, from.Order, from.Currency, from.Coupon, from.Channel);
        (to.Product, to.ProductName, to.Brand, to.Quantity, to.Price, to.Discount) = (from.Product, from.ProductName, from.Brand, from.Quantity, from.Price, from.Discount);
    }
}
