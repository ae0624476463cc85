using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Imports;

/// <summary>Steps that profiles share.</summary>
internal static class Steps
{
    public static RowStep Time { get; } = new("time", row => row.Time(row.Cell(ImportField.Time)));

    /// <summary>The customer as the file names them; a number that went through a spreadsheet loses its <c>.0</c>.</summary>
    public static RowStep Identity { get; } = new("identity", row =>
    {
        row.Row.Customer = row.Own(ImportField.Customer, CustomerId(row.Cell(ImportField.Customer)));
        row.Row.Anonymous = row.Own(ImportField.Anonymous);
        return RejectReason.None;
    });

    /// <summary>Money must be in the store's currency. A file that names none means that one, and none is kept.</summary>
    public static RowStep Checks { get; } = new("checks", row => Currency(row.Row, row.Plan.Currency));

    public static RejectReason Currency(EventRow row, string storeCurrency) =>
        row.Value != 0 && row.Currency is { } stated && !string.Equals(stated, storeCurrency, StringComparison.OrdinalIgnoreCase) ? RejectReason.OtherCurrency : RejectReason.None;

    /// <summary>
    /// Net value: what the source states, else quantity times price less discount; signed by kind. A purchase below zero is a refund.
    /// Events that move no money have none.
    /// </summary>
    public static RejectReason NetValue(EventRow row, long? stated, ref long lineValue)
    {
        var reason = NumberText.Times(row.Quantity, row.Price, out lineValue);
        if (reason != RejectReason.None)
        {
            return reason;
        }

        var value = stated ?? (lineValue - (lineValue > 0 ? row.Discount : 0));
        if (row.Kind == EventKind.Purchase && value < 0)
        {
            row.Kind = EventKind.Refund;
        }

        row.Value = row.Kind switch
        {
            EventKind.Purchase => value,
            EventKind.Refund or EventKind.Cancel => -Math.Abs(value),
            _ => 0,
        };
        return RejectReason.None;
    }

    public static ReadOnlySpan<char> CustomerId(ReadOnlySpan<char> text)
    {
        if (text.Length > 1 && text[0] == '\'')
        {
            text = text[1..].TrimStart();
        }

        return text.EndsWith(".0") && text.Length > 2 && text[..^2].IndexOfAnyExceptInRange('0', '9') < 0 ? text[..^2] : text;
    }
}
