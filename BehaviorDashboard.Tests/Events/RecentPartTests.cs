using BehaviorDashboard.Events;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Events;

/// <summary>A store answers the same, whichever of its two parts an event lies in, and however it came there.</summary>
public sealed class RecentPartTests
{
    private static readonly EventKind[] Kinds = [EventKind.View, EventKind.View, EventKind.Search, EventKind.CartAdd, EventKind.Purchase, EventKind.Refund];

    [Fact]
    public async Task Store_RandomBatchesMergesAndErasures_AnswersAsOneThatSortsEverything()
    {
        var (waited, merged, erased, moved, hot) = (0, 0, 0, 0, 0);
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            using var sorting = new TestStore(o => o.RecentEvents = 0);
            using var parted = new TestStore(o => (o.RecentEvents, o.Threads) = (random.Next(2) == 0 ? 40 : 100_000, 1 + random.Next(3)));
            sorting.Stores.Hot.FromEvents = long.MaxValue;
            parted.Stores.Hot.FromEvents = 1;
            var history = new List<EventRow>();
            for (var step = 0; step < 6; step++)
            {
                if (step > 1 && random.Next(5) == 0)
                {
                    var id = (random.Next(3) == 0 ? "a" : "c") + random.Next(6);
                    Assert.Equal(await sorting.EraseAsync(id), await parted.EraseAsync(id));
                    erased++;
                }

                var batch = Batch(random, history);
                Assert.Equal(await sorting.AddAsync(batch), await parted.AddAsync(batch.OrderBy(_ => random.Next())));
                var parts = await parted.Merger.PartsAsync(parted.Id, default);
                waited += parts.Recent > 0 ? 1 : 0;
                moved += batch.Any(r => r.Anonymous is not null && r.Customer is not null) ? 1 : 0;
                if (random.Next(3) == 0)
                {
                    merged += (await parted.Merger.MergeAsync(parted.Id, random.Next(2) == 0, null, default)).Merged ? 1 : 0;
                }

                if (random.Next(4) == 0)
                {
                    parted.Stores.CloseIdle(TimeSpan.Zero);
                }

                var expected = await StoreDump.OfAsync(sorting);
                Assert.Equal(expected, await StoreDump.OfAsync(parted));
                if (random.Next(2) == 0)
                {
                    await parted.Stores.Hot.SettledAsync(parted.Id);
                    hot += await IsHotAsync(parted) ? 1 : 0;
                    Assert.Equal(expected, await StoreDump.OfAsync(parted));
                }
            }
        }

        // Planted: the worlds did what the test is about.
        Assert.True(waited > 40 && merged > 10 && erased > 8 && moved > 40 && hot > 30, $"{waited} {merged} {erased} {moved} {hot}");
    }

    [Fact]
    public async Task Store_RandomSplits_AnswerAsOneImport()
    {
        for (var seed = 100; seed < 115; seed++)
        {
            var random = new Random(seed);
            using var whole = new TestStore();
            using var split = new TestStore();
            List<EventRow> rows = [.. Enumerable.Range(0, 5).SelectMany(_ => Batch(random, []))];
            await whole.AddAsync(rows);
            foreach (var part in rows.OrderBy(_ => random.Next()).Chunk(1 + random.Next(40)))
            {
                await split.AddAsync(part);
            }

            var before = await StoreDump.OfAsync(split);
            await split.Merger.MergeAsync(split.Id, true, null, default);

            Assert.Equal(await StoreDump.OfAsync(whole), before);
            Assert.Equal(before, await StoreDump.OfAsync(split));
        }
    }

    [Fact]
    public async Task Commit_SmallBatch_LeavesTheSortedPartAsItIs()
    {
        using var store = new TestStore(o => o.RecentEvents = 100);
        await store.AddAsync(Enumerable.Range(0, 500).Select(i => TestStore.Row("c" + (i % 20), i, EventKind.View)));

        await store.AddAsync(Enumerable.Range(0, 60).Select(i => TestStore.Row("c" + i, i + 0.5, EventKind.View)));
        var small = await store.Merger.PartsAsync(store.Id, default);
        await store.AddAsync(Enumerable.Range(0, 60).Select(i => TestStore.Row("c" + i, i + 0.7, EventKind.View)));
        var tooMuch = await store.Merger.PartsAsync(store.Id, default);

        Assert.Equal(new StoreParts(500, 60), small);
        Assert.Equal(new StoreParts(620, 0), tooMuch);
    }

    [Fact]
    public async Task Merge_NotDue_DoesNothingUnlessAsked()
    {
        using var store = new TestStore();
        await store.AddAsync(Enumerable.Range(0, 500).Select(i => TestStore.Row("c" + (i % 20), i, EventKind.View)));
        await store.AddAsync(TestStore.Row("c1", 900, EventKind.View));

        Assert.False((await store.Merger.MergeAsync(store.Id, false, null, default)).Merged);
        Assert.True((await store.Merger.MergeAsync(store.Id, true, null, default)).Merged);
        Assert.Equal(new StoreParts(501, 0), await store.Merger.PartsAsync(store.Id, default));
    }

    [Fact]
    public async Task Merge_Cancelled_LeavesTheFormerState()
    {
        using var store = new TestStore();
        await store.AddAsync(Enumerable.Range(0, 500).Select(i => TestStore.Row("c" + (i % 20), i, EventKind.View)));
        await store.AddAsync(TestStore.Row("c1", 900, EventKind.View));
        var before = await StoreDump.OfAsync(store);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Merger.MergeAsync(store.Id, true, new StopAt(stop, 0.9), stop.Token));

        Assert.Equal(new StoreParts(500, 1), await store.Merger.PartsAsync(store.Id, default));
        Assert.Equal(before, await StoreDump.OfAsync(store));
        Assert.True((await store.Merger.MergeAsync(store.Id, true, null, default)).Merged);
    }

    [Fact]
    public async Task Fold_DuringAMerge_SeesOneState()
    {
        using var store = new TestStore();
        await store.AddAsync(Enumerable.Range(0, 20_000).Select(i => TestStore.Row("c" + (i % 50), i, EventKind.View)));
        var expected = new List<long>();
        for (var round = 0; round < 5; round++)
        {
            await store.AddAsync(Enumerable.Range(0, 50).Select(i => TestStore.Row("c" + i, round + 0.5, EventKind.Search)));
            var merge = store.Merger.MergeAsync(store.Id, true, null, default);
            while (!merge.IsCompleted)
            {
                expected.Add((await StoreDump.OfAsync(store)).Count(l => l.Contains(" Search ", StringComparison.Ordinal)) - ((round + 1) * 100));
            }

            await merge;
        }

        Assert.NotEmpty(expected);
        Assert.All(expected, difference => Assert.Equal(0, difference));
    }

    [Fact]
    public async Task Hot_OfAFormerGeneration_IsNotAsked()
    {
        using var store = new TestStore(o => o.RecentEvents = 0);
        store.Stores.Hot.FromEvents = 1;
        await store.AddAsync(TestStore.Row("c1", 1, EventKind.View));
        await StoreDump.OfAsync(store);
        await store.Stores.Hot.SettledAsync(store.Id);
        Assert.True(await IsHotAsync(store));

        await store.AddAsync(TestStore.Row("c1", 2, EventKind.View));

        Assert.False(await IsHotAsync(store));
        Assert.Equal(2, (await StoreDump.OfAsync(store)).Count(l => l.Contains(" View ", StringComparison.Ordinal)) / 2);
        await store.Stores.Hot.SettledAsync(store.Id);
        Assert.True(await IsHotAsync(store));
    }

    [Fact]
    public async Task Hot_ClosedStore_LeavesNoFile()
    {
        using var store = new TestStore();
        store.Stores.Hot.FromEvents = 1;
        await store.AddAsync(TestStore.Row("c1", 1, EventKind.View));
        await StoreDump.OfAsync(store);
        await store.Stores.Hot.SettledAsync(store.Id);
        Assert.Single(Directory.GetFiles(store.Stores.FolderOf(store.Id), "hot-*"));

        store.Stores.CloseIdle(TimeSpan.Zero);

        Assert.Empty(Directory.GetFiles(store.Stores.FolderOf(store.Id), "hot-*"));
        Assert.NotEmpty(await StoreDump.OfAsync(store));
    }

    private static Task<bool> IsHotAsync(TestStore store) => store.Stores.ReadAsync(
        store.Id,
        connection =>
        {
            using var hot = store.Stores.Hot.Lease(store.Id, connection, []);
            return hot is not null;
        },
        default);

    private static List<EventRow> Batch(Random random, List<EventRow> history)
    {
        var rows = new List<EventRow>();
        for (var i = random.Next(5, 45); i > 0; i--)
        {
            if (history.Count > 0 && random.Next(6) == 0)
            {
                // Comes again, in this batch or a later one.
                rows.Add(history[random.Next(history.Count)]);
                continue;
            }

            var row = Row(random);
            history.Add(row);
            rows.Add(row);
        }

        return rows;
    }

    // Instants, kinds and names on few values, so that many events tie; a visitor belongs to one customer, so that answers know no first come.
    private static EventRow Row(Random random)
    {
        var person = random.Next(6);
        var kind = Kinds[random.Next(Kinds.Length)];
        var (known, visited) = random.Next(4) switch { 0 => (false, true), 1 => (true, true), 2 => (false, false), _ => (true, false) };
        return new EventRow
        {
            Id = new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()),
            IdGiven = true,
            Customer = known ? "c" + person : null,
            Anonymous = visited ? "a" + person : null,
            Time = TestStore.Start.AddHours(random.Next(4) * 6),
            Received = random.Next(3) == 0 ? TestStore.Start.AddDays(1) : null,
            Kind = kind,
            Name = kind + (random.Next(3) == 0 ? "2" : ""),
            Product = random.Next(2) == 0 ? "p" + random.Next(4) : null,
            Currency = "EUR",
            Quantity = 1,
            Order = kind is EventKind.Purchase or EventKind.Refund ? "o" + random.Next(5) : null,
            Value = kind == EventKind.Purchase ? 50_000 : kind == EventKind.Refund ? -10_000 : 0,
            Session = random.Next(3) == 0 ? "s" + person : null,
            Search = kind == EventKind.Search ? "q" + random.Next(9) : null,
        };
    }

    private sealed class StopAt(CancellationTokenSource stop, double share) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value >= share)
            {
                stop.Cancel();
            }
        }
    }
}
