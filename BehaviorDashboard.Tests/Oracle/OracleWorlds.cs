using System.Globalization;
using BehaviorDashboard.Benchmarks;
using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Oracle;

/// <param name="Customer">Of its world; 0 is a guest.</param>
internal sealed record OracleEvent(int World, int Customer, int Id, long Micros, string Name, string? Channel, long Value);

/// <summary>
/// Many small worlds that one question is asked of: world by world through a fold, all together through a real store, and in one query of ClickHouse, whose
/// table has a column for the world. An event named c is a purchase of its value.
/// </summary>
internal sealed class OracleWorlds(IReadOnlyList<OracleEvent> events)
{
    public const string Table = "worlds";

    private static readonly string[] Names = ["a", "b", "c", "d"];

    private readonly ILookup<int, OracleEvent> _byWorld = events.ToLookup(e => e.World);

    public IEnumerable<int> Worlds => _byWorld.Select(w => w.Key);

    public static TimelineWorld Timelines { get; } = new(Names, 100);

    /// <param name="customers">Numbers that customers are drawn from.</param>
    /// <param name="instant">Draws when an event happens, microseconds.</param>
    public static OracleWorlds Draw(Random random, int worlds, (int First, int Last) customers, int most, Func<long> instant)
    {
        var id = 0;
        return new([.. from world in Enumerable.Range(0, worlds)
                       from customer in Enumerable.Range(customers.First, customers.Last - customers.First + 1)
                       from _ in Enumerable.Range(0, random.Next(most + 1))
                       select new OracleEvent(world, customer, id++, instant(), Names[random.Next(Names.Length)], random.Next(3) == 0 ? null : "v" + random.Next(3), random.Next(1, 5) * 100)]);
    }

    /// <summary>A step of letters: "ab" is a or b.</summary>
    public static IReadOnlyList<EventMatch> Step(string letters) => [.. letters.Select(c => EventMatch.Compile(c.ToString()).Value!)];

    /// <summary>The same step in ClickHouse's words.</summary>
    public static string Sql(string letters) => $"name IN ({string.Join(", ", letters.Select(c => $"'{c}'"))})";

    /// <summary>One world through a fold as the reader drives it: customers at two instances, events of one instant in any order.</summary>
    public TFold Fold<TFold>(int world, Func<TFold> create, TimelineScope scope, Random random)
        where TFold : ITimelineFold<TFold>
    {
        var folds = new[] { create(), create() };
        foreach (var customer in _byWorld[world].Where(e => IsIn(scope, e)).GroupBy(e => e.Customer).OrderBy(c => c.Key))
        {
            var fold = folds[random.Next(2)];
            fold.Start(customer.Key);
            var e = new TimelineEvent { Customer = customer.Key };
            foreach (var one in customer.OrderBy(x => x.Micros).ThenBy(_ => random.Next()))
            {
                (e.Micros, e.Name, e.NameNumber, e.Channel, e.Value, e.Kind) = (one.Micros, one.Name, Array.IndexOf(Names, one.Name), one.Channel, Value(one), Kind(one));
                fold.Event(e);
            }

            fold.End();
        }

        folds[0].Merge(folds[1]);
        return folds[0];
    }

    public void GiveTo(ClickHouse clickHouse)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("worlds.tsv");
        File.WriteAllLines(path, events.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.World}\t{e.Customer}\t{e.Id}\t{e.Micros}\t{e.Name}\t{e.Channel ?? "\\N"}\t{Value(e)}")));
        const string columns = "world UInt32, customer UInt32, id UInt32, micros Int64, name String, channel Nullable(String), value Int64";
        clickHouse.Ask($"CREATE OR REPLACE TABLE {Table} ({columns}) ENGINE = Memory");
        clickHouse.Ask($"INSERT INTO {Table} SELECT * FROM file('{path}', TSV, '{columns}')");
    }

    /// <summary>In two imports, so that parts of timelines wait to be merged.</summary>
    public async Task GiveToAsync(TestStore store)
    {
        await store.AddAsync(events.Where(e => e.Id % 3 > 0).Select(Row));
        await store.AddAsync(events.Where(e => e.Id % 3 == 0).Select(Row));
    }

    private static EventRow Row(OracleEvent e) => new()
    {
        Id = EventRow.KeyOf(e.Id.ToString(CultureInfo.InvariantCulture)),
        IdGiven = true,
        Customer = e.Customer == 0 ? null : CustomerId(e),
        Time = Periods.InstantOf(e.Micros),
        Kind = Kind(e),
        Name = e.Name,
        Channel = e.Channel,
        Value = Value(e),
    };

    /// <summary>What a customer is called in a store that holds all worlds.</summary>
    public static string CustomerId(OracleEvent e) => string.Create(CultureInfo.InvariantCulture, $"{e.World}.{e.Customer}");

    /// <summary>Both sides as sets of lines whose first column is the world.</summary>
    public void AssertSame(IReadOnlyCollection<string> clickHouse, IReadOnlyCollection<string> ours, string about)
    {
        Assert.NotEmpty(clickHouse);
        var (missing, extra) = (clickHouse.Except(ours).ToList(), ours.Except(clickHouse).ToList());
        if (missing.Count + extra.Count == 0)
        {
            return;
        }

        var world = int.Parse(missing.Concat(extra).First().Split('\t')[0], CultureInfo.InvariantCulture);
        bool Here(string line) => line.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{world}\t"), StringComparison.Ordinal);
        Assert.Fail($"{about}: {missing.Count} lines of ClickHouse are not ours; in world {world} it says [{string.Join(" | ", missing.Where(Here))}], we say [{string.Join(" | ", extra.Where(Here))}]; {Told(world)}");
    }

    private string Told(int world) => string.Join(' ', _byWorld[world].OrderBy(e => e.Customer).ThenBy(e => e.Micros).Select(e =>
        string.Create(CultureInfo.InvariantCulture, $"{e.Customer}:{Periods.InstantOf(e.Micros):MM-dd'T'HH:mm:ss.ffffff}{e.Name}{e.Channel}")));

    private static bool IsIn(TimelineScope scope, OracleEvent e) =>
        (scope.Guests || e.Customer > 0)
        && (scope.From is not { } from || e.Micros >= Periods.MicrosOf(from))
        && (scope.Until is not { } until || e.Micros < Periods.MicrosOf(until));

    private static EventKind Kind(OracleEvent e) => e.Name == "c" ? EventKind.Purchase : EventKind.View;

    private static long Value(OracleEvent e) => e.Name == "c" ? e.Value : 0;
}
