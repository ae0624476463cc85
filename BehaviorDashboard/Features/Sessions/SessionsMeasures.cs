using BehaviorDashboard.Events.Sessions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;

namespace BehaviorDashboard.Features.Sessions;

/// <summary>How a figure is written.</summary>
internal enum SessionUnit
{
    Count,
    Ratio,
    Time,
    Share,
    Money,
}

/// <summary>One figure of sessions: how it is read, how it is written, and which way is better.</summary>
internal sealed record SessionMeasure(string Name, SessionUnit Unit, Wanted Wanted, Func<SessionFigures, double?> Of);

/// <summary>The figures that page and file show, each defined once in <see cref="SessionsDefinition"/>.</summary>
internal static class SessionsMeasures
{
    public const string Usual = "sessions";

    public static IReadOnlyList<SessionMeasure> All { get; } =
    [
        new(Usual, SessionUnit.Count, Wanted.Up, f => f.Sessions),
        new("customers", SessionUnit.Count, Wanted.Up, f => f.Customers),
        new("perCustomer", SessionUnit.Ratio, Wanted.Up, f => f.PerCustomer),
        new("duration", SessionUnit.Time, Wanted.Neither, f => f.MeanSeconds),
        new("events", SessionUnit.Ratio, Wanted.Neither, f => f.MeanEvents),
        new("views", SessionUnit.Ratio, Wanted.Neither, f => f.MeanViews),
        new("bounce", SessionUnit.Share, Wanted.Down, f => f.BounceRate),
        new("bought", SessionUnit.Share, Wanted.Up, f => f.BoughtRate),
        new("revenue", SessionUnit.Money, Wanted.Up, f => f.MeanRevenue),
        new("total", SessionUnit.Money, Wanted.Up, f => f.Sessions == 0 ? null : (double)f.Revenue / Money.Scale),
    ];

    public static SessionMeasure Find(string? name) => All.FirstOrDefault(m => m.Name == name) ?? All[0];
}
