namespace BehaviorDashboard.Features.Samples;

/// <summary>What drives a sample customer. Never written into the data: it has to be found there.</summary>
public enum Archetype
{
    OneTime,
    Regular,
    DiscountHunter,
    BrandLoyalist,
    Researcher,
    Vip,
}

/// <summary>How an abandoned cart ends, visible as the last event of the session.</summary>
public enum CartReason
{
    ShippingCost,
    PaymentFailure,
    Hesitation,
}

/// <summary>
/// Every truth of the sample store, written down once: the generator obeys it, tests ask it back from the generated rows.
/// Shares lie between 0 and 1; days count back from the last day of the world.
/// </summary>
public static class PlantedTruths
{
    public static IReadOnlyList<(Archetype Archetype, double Share)> Archetypes { get; } =
    [
        (Archetype.OneTime, 0.32),
        (Archetype.Regular, 0.24),
        (Archetype.DiscountHunter, 0.15),
        (Archetype.BrandLoyalist, 0.10),
        (Archetype.Researcher, 0.10),
        (Archetype.Vip, 0.09),
    ];

    /// <summary>Share of orders that carry a coupon.</summary>
    public const double HunterCouponShare = 0.92;
    public const double OtherCouponShare = 0.12;

    /// <summary>Share of a loyalist's order lines that are of the one brand.</summary>
    public const double LoyalistBrandShare = 0.88;

    /// <summary>Different products viewed in a session that ends in an order, on average.</summary>
    public const double ResearcherProducts = 7;
    public const double OtherProducts = 2.2;

    /// <summary>Conversion of electronics sessions from Friday to Sunday, 18 to 23 o'clock store time, over that of other electronics sessions.</summary>
    public const double WeekendEveningLift = 1.8;
    public const string WeekendEveningCategory = "Electronics";

    /// <summary>Why a session that filled a cart ended without an order.</summary>
    public static IReadOnlyList<(CartReason Reason, double Share)> CartReasons { get; } =
        [(CartReason.ShippingCost, 0.31), (CartReason.PaymentFailure, 0.18), (CartReason.Hesitation, 0.51)];

    /// <summary>Visits by calendar month (January first) and by weekday (Sunday first), 1 = an average day.</summary>
    public static IReadOnlyList<double> MonthCurve { get; } = [0.86, 0.80, 0.90, 0.95, 1.00, 0.98, 0.90, 0.92, 1.00, 1.08, 1.24, 1.37];
    public static IReadOnlyList<double> WeekCurve { get; } = [1.08, 0.94, 0.91, 0.93, 0.97, 1.04, 1.13];

    /// <summary>Orders on the sale day over those of the same weekday in the weeks around it: more visits, and more of them buy.</summary>
    public const double SaleDayFactor = SaleDayVisits * SaleDayConversion;
    public const double SaleDayVisits = 4;
    public const double SaleDayConversion = 1.5;

    /// <summary>The Wednesday on or before this many days before the end.</summary>
    public static DateOnly SaleDay(DateOnly end)
    {
        var day = end.AddDays(-150);
        return day.AddDays(-(((int)day.DayOfWeek - (int)DayOfWeek.Wednesday + 7) % 7));
    }

    /// <summary>The past campaign: customers who had gone quiet, split at random; conversion is an order within 30 days of the assignment.</summary>
    public const string WinBackCampaign = "spring-winback";
    public const int WinBackDaysBeforeEnd = 90;
    public const int WinBackQuietDays = 100;
    public const double WinBackHoldOutShare = 0.20;
    public const double WinBackBaseline = 0.06;
    public const double WinBackUplift = 0.04;

    /// <summary>Share of each archetype that starts to fade within a year of joining (or of the world's start): visits thin out for weeks before they stop. For VIPs these are the lapsing ones.</summary>
    public static double FadingShare(Archetype archetype) => archetype switch
    {
        Archetype.Vip => 0.50,
        Archetype.Regular => 0.48,
        Archetype.DiscountHunter => 0.42,
        Archetype.Researcher => 0.42,
        Archetype.BrandLoyalist => 0.28,
        _ => 0,
    };

    public const double MarketingRefusedShare = 0.12;
    public const double ProfilingRefusedShare = 0.04;

    /// <summary>Visitors who never say who they are, per customer.</summary>
    public const double AnonymousShare = 0.8;

    /// <summary>Share of new customers whose first visit starts anonymous and is joined to them by a later event of that visit.</summary>
    public const double LateSignInShare = 0.5;

    /// <summary>The archetype of a customer of a seeded world, for tests: the first throw of the customer's own dice.</summary>
    public static Archetype ArchetypeOf(int seed, int customer) => Throw(SampleDice.ForCustomer(seed, customer));

    internal static Archetype Throw(SampleDice dice)
    {
        var left = dice.Share();
        foreach (var (archetype, share) in Archetypes)
        {
            if ((left -= share) < 0)
            {
                return archetype;
            }
        }

        return Archetypes[^1].Archetype;
    }
}
