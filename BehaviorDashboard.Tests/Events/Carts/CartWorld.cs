using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Events.Carts;

/// <summary>A handful of customers who fill, leave and buy carts; instants are few, so that several events share one, and gaps lie around the half hour and the time-out.</summary>
internal sealed record CartWorld(IReadOnlyList<IReadOnlyList<CartEvent>> Customers)
{
    public static readonly DateTime Start = new(2026, 3, 27, 0, 0, 0, DateTimeKind.Utc);

    private static readonly int[] Gaps = [0, 0, 1, 10, 30, 31, 45, 60 * 20, 60 * 24, 60 * 40, (60 * 24 * 2) + 1, 60 * 24 * 4];

    private static readonly (string Name, EventKind Kind, int Weight)[] Shapes =
    [
        ("Add", EventKind.CartAdd, 8), ("Remove", EventKind.CartRemove, 3), ("Checkout", EventKind.Checkout, 3), ("View", EventKind.View, 3), ("Search", EventKind.Search, 1),
        ("Payment Failed", EventKind.Other, 2), ("Shipping Cost Shown", EventKind.Checkout, 2), ("Something", EventKind.Other, 1), ("Click", EventKind.MessageClicked, 1),
        ("Sent", EventKind.MessageSent, 1), ("Buy", EventKind.Purchase, 3),
    ];

    private static readonly (string Name, EventKind Kind)[] Bag = [.. Shapes.SelectMany(s => Enumerable.Repeat((s.Name, s.Kind), s.Weight))];

    public static TimelineWorld Timelines { get; } = new([.. Shapes.Select(s => s.Name)], 100);

    public static CartWorld Random(Random random, int customers, int most) => new([.. Enumerable.Range(0, customers).Select(_ => Timeline(random, random.Next(most + 1)))]);

    /// <summary>Events of one instant in any order: answers must not see it.</summary>
    public TFold Fold<TFold>(Func<TFold> create, Random random, long until = long.MaxValue)
        where TFold : ITimelineFold<TFold>
    {
        var folds = new[] { create(), create() };
        for (var i = 0; i < Customers.Count; i++)
        {
            var fold = folds[random.Next(2)];
            fold.Start(i + 1);
            var e = new TimelineEvent { Customer = i + 1 };
            foreach (var one in Customers[i].Where(x => x.Micros < until).OrderBy(x => x.Time).ThenBy(_ => random.Next()))
            {
                one.WriteTo(e);
                fold.Event(e);
            }

            fold.End();
        }

        folds[0].Merge(folds[1]);
        return folds[0];
    }

    public override string ToString() => string.Join(" | ", Customers.Select(c => string.Join(' ', c.OrderBy(e => e.Time))));

    private static List<CartEvent> Timeline(Random random, int length)
    {
        var at = Start.AddMinutes(random.Next(60 * 24));
        var events = new List<CartEvent>();
        var ids = random.Next(3) switch { 0 => new string?[] { null }, 1 => [null, "k1", "k2"], _ => ["k1", "k2"] };
        for (var i = 0; i < length; i++)
        {
            at = at.AddMinutes(Gaps[random.Next(Gaps.Length)]);
            var (name, kind) = Bag[random.Next(Bag.Length)];
            events.Add(new CartEvent(
                at,
                name,
                kind,
                ids[random.Next(ids.Length)],
                random.Next(5) == 0 ? null : "p" + random.Next(2),
                random.Next(4),
                random.Next(3) == 0 ? 0 : random.Next(1, 5) * 10_000,
                random.Next(3) == 0 ? null : "d" + random.Next(3)));
        }

        return events;
    }
}

internal sealed record CartEvent(DateTime Time, string Name, EventKind Kind, string? Cart, string? Product, double Quantity, long Price, string? Device)
{
    public long Micros => Periods.MicrosOf(Time);

    public void WriteTo(TimelineEvent e)
    {
        e.Micros = Micros;
        (e.Name, e.NameNumber, e.Kind) = (Name, CartWorld.Timelines.Names.ToList().IndexOf(Name), Kind);
        (e.Cart, e.Product, e.Quantity, e.Price, e.Device) = (Cart, Product, Quantity, Price, Device);
    }

    public override string ToString() => $"{Time:dd.HH:mm}{Name}({Cart},{Product}x{Quantity}@{Price / 10_000},{Device})";
}
