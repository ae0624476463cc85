namespace BehaviorDashboard.Features.Samples;

/// <summary>What a customer is like, drawn once: the planted archetype turned into rates and chances.</summary>
internal sealed class CustomerHabits
{
    /// <summary>The archetype must be the first throw: <see cref="PlantedTruths.ArchetypeOf"/> repeats it.</summary>
    public CustomerHabits(SampleDice dice, SampleCatalog catalog, SampleYear year, SamplePerson person)
    {
        Archetype = PlantedTruths.Throw(dice);
        Person = person;
        Brand = dice.Below(SampleCatalog.Brands);
        Favourites = [catalog.AnyCategory(dice), catalog.AnyCategory(dice), catalog.AnyCategory(dice)];
        Joined = JoinDay(dice, year);
        (VisitsPerDay, BuyChance, Basket) = Rates(dice);
        MessageInterest = Math.Min(0.8, 0.30 * dice.Spread(0.5));
        (FadeFrom, FadeDays) = Fading(dice);
        Trouble = FadeFrom < SampleShape.Days && dice.Chance(0.4);
    }

    public Archetype Archetype { get; }

    public SamplePerson Person { get; }

    public int Brand { get; }

    public int[] Favourites { get; }

    /// <summary>Day of the first visit; negative for customers who came before the world begins.</summary>
    public int Joined { get; }

    public double VisitsPerDay { get; }

    public double BuyChance { get; }

    /// <summary>Mean number of order lines beyond the first.</summary>
    public double Basket { get; }

    public double MessageInterest { get; }

    public int FadeFrom { get; }

    public int FadeDays { get; }

    /// <summary>The last order before fading goes wrong: a cause that can be seen.</summary>
    public bool Trouble { get; }

    /// <summary>1 while all is well, then falling to 0 over the weeks of fading.</summary>
    public double Liveliness(int day) => Math.Clamp(1 - ((day - FadeFrom) / (double)FadeDays), 0, 1);

    public double CouponShare => Archetype == Archetype.DiscountHunter ? PlantedTruths.HunterCouponShare : PlantedTruths.OtherCouponShare;

    private int JoinDay(SampleDice dice, SampleYear year) =>
        Archetype != Archetype.OneTime && dice.Chance(0.5) ? -1 - dice.Below(400) : year.AnyDay(dice);

    private (double Visits, double Buys, double Basket) Rates(SampleDice dice)
    {
        var (visits, buys, basket) = Archetype switch
        {
            Archetype.OneTime => (0.35, 0.55, 0.3),
            Archetype.Regular => (1.5, 0.22, 0.6),
            Archetype.DiscountHunter => (1.5, 0.17, 0.6),
            Archetype.BrandLoyalist => (1.2, 0.26, 0.6),
            Archetype.Researcher => (1.9, 0.17, 0.4),
            _ => (3.6, 0.34, 1.1),
        };
        return (visits / 30 * dice.Spread(0.5), Math.Min(0.6, buys * dice.Spread(0.25)), basket);
    }

    private (int From, int Days) Fading(SampleDice dice)
    {
        var fades = dice.Chance(PlantedTruths.FadingShare(Archetype));
        return fades ? (Math.Max(Joined, 0) + 20 + dice.Below(SampleShape.Days - 20), dice.Between(50, 100)) : (int.MaxValue / 2, 1);
    }
}
