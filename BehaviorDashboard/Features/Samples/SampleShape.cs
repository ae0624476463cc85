using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Samples;

/// <summary>What a sample world depends on: equal shapes give equal bytes.</summary>
/// <param name="Customers">Known customers; anonymous visitors come on top.</param>
/// <param name="End">The last day that holds events, in the store's calendar.</param>
public sealed record SampleShape(int Customers, int Seed, DateOnly End, StoreCalendar Calendar, string Currency)
{
    public const int Days = 365;

    public DateOnly Start => End.AddDays(1 - Days);

    public int SaleDay => PlantedTruths.SaleDay(End).DayNumber - Start.DayNumber;

    public int WinBackDay => Days - 1 - PlantedTruths.WinBackDaysBeforeEnd;

    public int Visitors => (int)(Customers * PlantedTruths.AnonymousShare);
}
