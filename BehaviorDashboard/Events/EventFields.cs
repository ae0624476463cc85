namespace BehaviorDashboard.Events;

/// <summary>Puts the cells of a row into an event's fields.</summary>
internal static class EventFields
{
    public static unsafe void FillHot(TimelineEvent e, EventField field, byte* column, long row, TextDecoder decoder)
    {
        if (field.Flag == EventColumns.Value)
        {
            e.Value = column is null ? 0 : ((long*)column)[row];
            return;
        }

        var number = column is null ? -1 : ((int*)column)[row];
        Say(e, field.Flag, number < 0 ? null : decoder.Of(number));
    }

    private static void Say(TimelineEvent e, EventColumns flag, string? text)
    {
        switch (flag)
        {
            case EventColumns.Product: e.Product = text; break;
            case EventColumns.Category: e.Category = text; break;
            case EventColumns.Brand: e.Brand = text; break;
            case EventColumns.Currency: e.Currency = text; break;
            case EventColumns.Channel: e.Channel = text; break;
            case EventColumns.Campaign: e.Campaign = text; break;
            case EventColumns.Device: e.Device = text; break;
            case EventColumns.Coupon: e.Coupon = text; break;
            default: throw new ArgumentOutOfRangeException(nameof(flag));
        }
    }

    public static void Fill(TimelineEvent e, EventField field, ChunkCursor cursor, int column, int row)
    {
        if (field.Coded)
        {
            Say(e, field.Flag, cursor.Coded(column, row));
            return;
        }

        switch (field.Flag)
        {
            case EventColumns.Quantity: e.Quantity = cursor.Double(column, row); break;
            case EventColumns.Price: e.Price = cursor.Long(column, row); break;
            case EventColumns.Value: e.Value = cursor.Long(column, row); break;
            case EventColumns.Discount: e.Discount = cursor.Long(column, row); break;
            case EventColumns.Order: e.Order = cursor.Text(column, row); break;
            case EventColumns.Cart: e.Cart = cursor.Text(column, row); break;
            case EventColumns.Session: e.Session = cursor.Text(column, row); break;
            case EventColumns.Page: e.Page = cursor.Text(column, row); break;
            case EventColumns.Search: e.Search = cursor.Text(column, row); break;
            case EventColumns.Rating: e.Rating = cursor.Byte(column, row); break;
            case EventColumns.Review: e.Review = cursor.Text(column, row); break;
            case EventColumns.Properties: e.Properties = cursor.Text(column, row); break;
            default: throw new ArgumentOutOfRangeException(nameof(field));
        }
    }
}
