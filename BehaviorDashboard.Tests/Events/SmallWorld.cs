using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Events;

/// <summary>A handful of customers with short timelines, small enough to try a definition at its word.</summary>
internal sealed record SmallWorld(IReadOnlyList<IReadOnlyList<SmallEvent>> Customers)
{
    public static readonly DateTime Start = new(2026, 3, 27, 0, 0, 0, DateTimeKind.Utc);

    private static readonly string[] Names = ["a", "b", "c"];

    public static TimelineWorld Timelines { get; } = new(Names, 100);

    /// <param name="hours">Instants lie on whole quarters of a day, so that several share one.</param>
    public static SmallWorld Random(Random random, int customers, int most, int hours) => new([.. Enumerable.Range(0, customers).Select(_ =>
        (IReadOnlyList<SmallEvent>)[.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => new SmallEvent(
            Start.AddHours(random.Next(hours / 6) * 6),
            Names[random.Next(Names.Length)],
            random.Next(3) == 0 ? null : "v" + random.Next(3),
            random.Next(4) * 100))])]);

    /// <summary>Events of one instant in any order: answers must not see it.</summary>
    /// <param name="from">First instant that the pass reads, microseconds.</param>
    /// <param name="until">First instant that it no longer reads.</param>
    public TFold Fold<TFold>(Func<TFold> create, Random random, long from = long.MinValue, long until = long.MaxValue)
        where TFold : ITimelineFold<TFold>
    {
        var folds = new[] { create(), create() };
        for (var i = 0; i < Customers.Count; i++)
        {
            var fold = folds[random.Next(2)];
            fold.Start(i + 1);
            var e = new TimelineEvent { Customer = i + 1 };
            foreach (var one in Customers[i].Where(x => x.Micros >= from && x.Micros < until).OrderBy(x => x.Time).ThenBy(_ => random.Next()))
            {
                e.Micros = Periods.MicrosOf(one.Time);
                (e.Name, e.NameNumber, e.Channel, e.Value) = (one.Name, Array.IndexOf(Names, one.Name), one.Channel, one.Value);
                e.Session = one.Session;
                e.Kind = one.Name == "c" ? EventKind.Purchase : EventKind.View;
                e.StartsOrder = one.Name == "c";
                fold.Event(e);
            }

            fold.End();
        }

        folds[0].Merge(folds[1]);
        return folds[0];
    }

    /// <summary>A step of letters: "ab" is a or b.</summary>
    public static IReadOnlyList<EventMatch> Step(string letters) => [.. letters.Select(c => EventMatch.Compile(c.ToString()).Value!)];

    public override string ToString() => string.Join(" | ", Customers.Select(c => string.Join(' ', c.OrderBy(e => e.Time).Select(e => $"{e.Time:dd.HH}{e.Name}"))));
}

internal sealed record SmallEvent(DateTime Time, string Name, string? Channel, long Value)
{
    public string? Session { get; init; }

    public long Micros => Periods.MicrosOf(Time);

    public long Revenue => Name == "c" ? Value : 0;
}
