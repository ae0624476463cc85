namespace BehaviorDashboard.Features.Samples;

/// <summary>Somebody who looks around once or twice and never says who they are. They follow the seasons exactly: nobody joins or fades here.</summary>
internal sealed class AnonymousVisits(SampleYear year, SampleCatalog catalog, EventLines lines, SampleDice dice, int number)
{
    private static readonly string[] Channels = ["search", "ads", "social", "direct"];

    private readonly Visitor _pen = Visitor.Anonymous(lines, year, number);

    public void Write()
    {
        for (var visits = dice.Chance(0.25) ? 2 : 1; visits > 0; visits--)
        {
            Look();
        }
    }

    private void Look()
    {
        var day = year.AnyDay(dice);
        var time = year.Instant(day, year.AnyTime(dice, day));
        var category = catalog.AnyCategory(dice);
        _pen.OpenSession(dice, dice.Pick(Channels));
        _pen.InSession(time, "Session Started"u8).End();
        var line = _pen.InSession(time = time.AddSeconds(dice.Between(5, 40)), "Product List Viewed"u8);
        line.Text("category"u8, SampleCatalog.CategoryName(category));
        line.End();
        for (var views = dice.Poisson(1.2); views > 0; views--)
        {
            line = _pen.InSession(time = time.AddSeconds(dice.Between(5, 90)), "Product Viewed"u8);
            line.Fragment(catalog.Any(dice, category).Json);
            line.End();
        }
    }
}
