namespace BehaviorDashboard.Features.Samples;

/// <summary>What follows an order: cancellation, refund, support, review. A troubled order gets the bad ones.</summary>
internal sealed class AfterSale(SampleDice dice, CustomerHabits habits, Visitor pen, byte[] currency)
{
    public void Follow(SampleOrder order)
    {
        var trouble = habits.Trouble && habits.FadeFrom >= order.Day && habits.FadeFrom <= order.Day + 30;
        if (dice.Chance(0.02))
        {
            Cancel(order);
            return;
        }

        if (dice.Chance(trouble ? 0.6 : 0.045))
        {
            Refund(order);
        }

        if (dice.Chance(trouble ? 0.7 : 0.04))
        {
            Support(order, trouble);
        }

        if (dice.Chance(trouble ? 0.4 : 0.18))
        {
            Review(order, trouble);
        }
    }

    private void Cancel(SampleOrder order)
    {
        if (pen.TryOutside(order.Time.AddMinutes(dice.Between(5, 180)), "Order Cancelled"u8))
        {
            Reverse(order, order.Total);
        }
    }

    private void Refund(SampleOrder order)
    {
        var line = dice.Below(order.Products.Length);
        if (pen.TryOutside(order.Time.AddMinutes(dice.Between(3 * 1440, 15 * 1440)), "Order Refunded"u8))
        {
            pen.Lines.Fragment(order.Products[line].Json);
            Reverse(order, order.Values[line]);
        }
    }

    private void Reverse(SampleOrder order, long cents)
    {
        pen.OrderName(order.Number);
        pen.Lines.Money("value"u8, -cents);
        pen.Lines.Fragment(currency);
        pen.Lines.End();
    }

    private void Support(SampleOrder order, bool trouble)
    {
        if (pen.TryOutside(order.Time.AddMinutes(dice.Between(1440, 10 * 1440)), "Support Contacted"u8))
        {
            pen.OrderName(order.Number);
            pen.Lines.Fragment(",\"properties\":{\"topic\":\""u8);
            pen.Lines.Fragment(System.Text.Encoding.UTF8.GetBytes(SampleTexts.Topic(dice, trouble)));
            pen.Lines.Fragment("\"}"u8);
            pen.Lines.End();
        }
    }

    private void Review(SampleOrder order, bool trouble)
    {
        var rating = SampleTexts.Rating(dice, trouble);
        if (pen.TryOutside(order.Time.AddMinutes(dice.Between(4 * 1440, 20 * 1440)), "Product Reviewed"u8))
        {
            pen.Lines.Fragment(order.Products[0].Json);
            pen.Lines.Number("rating"u8, rating);
            pen.Lines.Text("review"u8, SampleTexts.Review(dice, rating, habits.Person.Chinese));
            pen.Lines.End();
        }
    }
}
