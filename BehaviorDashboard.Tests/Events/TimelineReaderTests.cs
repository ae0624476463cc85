using BehaviorDashboard.Events;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Events;

public sealed class TimelineReaderTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Fold_AnyUploadOrderAndParallelism_SeesTheSameTimelines(int threads)
    {
        var rows = Enumerable.Range(0, 3000).Select(i => TestStore.Row("c" + (i % 37), i * 7 % 101, i % 2 == 0 ? EventKind.View : EventKind.Search)).ToArray();
        var expected = await Lines(rows, threads, shuffleSeed: 0, parts: 1);

        Assert.Equal(37, expected.Count);
        Assert.Equal(expected, await Lines(rows, threads, shuffleSeed: 1, parts: 1));
        Assert.Equal(expected, await Lines(rows, threads, shuffleSeed: 2, parts: 3));
        Assert.Equal(expected, await Lines(rows, 2, shuffleSeed: 3, parts: 2));
    }

    [Fact]
    public async Task Fold_MoreEventsThanOneRange_CountsEachOnce()
    {
        await _store.AddAsync(Enumerable.Range(0, 1_000_000).Select(i => new EventRow
        {
            Id = (UInt128)(ulong)i + 1,
            IdGiven = true,
            Customer = (i % 9973).ToString(System.Globalization.CultureInfo.InvariantCulture),
            Time = TestStore.Start.AddSeconds(i),
            Kind = EventKind.View,
            Name = "View",
        }));

        var fold = await _store.Timelines.FoldAsync(_store.Id, _ => new CountFold(), default);

        Assert.Equal((9973L, 1_000_000L), (fold.Customers, fold.Events));
    }

    [Fact]
    public async Task Fold_GuestsWithoutIdentity_AreLeftOut()
    {
        await _store.AddAsync(TestStore.Row("", 1, EventKind.Purchase, "o1", 5), TestStore.Row("c1", 1, EventKind.View));

        Assert.Equal(1, (await _store.Timelines.FoldAsync(_store.Id, _ => new CountFold(), default)).Events);
    }

    [Fact]
    public async Task Fold_Scope_KeepsToPeriodAndCustomer()
    {
        await _store.AddAsync(Enumerable.Range(0, 10).Select(i => TestStore.Row("c" + (i % 2), i, EventKind.View)));

        var period = await _store.Timelines.FoldAsync(_store.Id, _ => new CountFold(), default, new TimelineScope(TestStore.Start.AddHours(2), TestStore.Start.AddHours(5)));
        var one = await _store.Timelines.FoldAsync(_store.Id, _ => new CountFold(), default, new TimelineScope(Customer: 1));

        Assert.Equal((3L, 5L), (period.Events, one.Events));
    }

    [Fact]
    public async Task Fold_OrderLines_OnlyTheFirstStartsTheOrder()
    {
        await _store.AddAsync(
            TestStore.Row("c1", 1, EventKind.Purchase, "o1", 1, id: "l1"),
            TestStore.Row("c1", 1, EventKind.Purchase, "o1", 2, id: "l2"),
            TestStore.Row("c1", 5, EventKind.Purchase, "o1", 3, id: "l3"),
            TestStore.Row("c1", 6, EventKind.Purchase, "o2", 3),
            TestStore.Row("c2", 6, EventKind.Purchase, "o1", 3));

        Assert.Equal(3, (await _store.Timelines.FoldAsync(_store.Id, _ => new CountFold(), default)).Orders);
    }

    [Fact]
    public async Task Fold_Cancelled_Stops()
    {
        await _store.AddAsync(Enumerable.Range(0, 20_000).Select(i => TestStore.Row("c" + (i % 100), i, EventKind.View)));
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.Timelines.FoldAsync(_store.Id, _ => new CountFold(stop.Cancel), stop.Token));
    }

    [Fact]
    public async Task Fold_OverTheTimeLimit_SaysSo()
    {
        using var store = new TestStore(o => o.QueryTimeoutSeconds = 1);
        await store.AddAsync(Enumerable.Range(0, 20_000).Select(i => TestStore.Row("c" + (i % 100), i, EventKind.View)));

        using var never = new ManualResetEventSlim();
        var slow = new CountFold(() => never.Wait(15));
        await Assert.ThrowsAsync<QueryTimeoutException>(() => store.Timelines.FoldAsync(store.Id, _ => slow, default));
    }

    [Fact]
    public async Task Fold_CalledOnACircuit_DoesNotHoldItsThread()
    {
        await _store.AddAsync(TestStore.Row("c1", 1, EventKind.View));
        var caller = Environment.CurrentManagedThreadId;
        var worker = 0;
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();

        var question = _store.Timelines.FoldAsync(_store.Id, _ => new CountFold(() =>
        {
            worker = Environment.CurrentManagedThreadId;
            entered.Set();
            release.Wait();
        }), default);

        // The call came back while the fold is still at work elsewhere.
        entered.Wait();
        Assert.False(question.IsCompleted);
        Assert.NotEqual(caller, worker);
        release.Set();
        Assert.Equal(1, (await question).Events);
    }

    [Fact]
    public async Task Fold_WhileAnImportCommits_SeesOneState()
    {
        await _store.AddAsync(Enumerable.Range(0, 1000).Select(i => TestStore.Row("c" + i, 0, EventKind.View)));
        var importing = Task.Run(async () =>
        {
            for (var n = 1; n <= 5; n++)
            {
                await _store.AddAsync(Enumerable.Range(0, 1000).Select(i => TestStore.Row("c" + i, n, EventKind.View)));
            }
        });

        while (!importing.IsCompleted)
        {
            Assert.Equal(0, (await _store.Timelines.FoldAsync(_store.Id, _ => new CountFold(), default)).Events % 1000);
        }

        await importing;
    }

    [Theory]
    [InlineData("@purchase", 10)]
    [InlineData("@order", 10)]
    [InlineData("Search", 20)]
    [InlineData("View", 130)]
    [InlineData("*", 130)]
    [InlineData("nobody does this", 0)]
    public async Task Fold_ThatNeedsFewEvents_IsSparedTheOthers(string needed, int seen)
    {
        await _store.AddAsync(Enumerable.Range(0, 130).Select(i => TestStore.Row("c" + (i % 7), i, i < 10 ? EventKind.Purchase : i < 30 ? EventKind.Search : EventKind.View, i < 10 ? "o" + i : null)));

        var fold = await _store.Timelines.FoldAsync(_store.Id, _ => new CountFold(needs: [EventMatch.Compile(needed).Value!]), default);

        Assert.Equal(seen, fold.Events);
    }

    private static async Task<List<string>> Lines(EventRow[] rows, int threads, int shuffleSeed, int parts)
    {
        using var store = new TestStore(o => o.Threads = threads);
        var order = rows.ToArray();
        new Random(shuffleSeed).Shuffle(order);
        foreach (var part in order.Chunk((order.Length + parts - 1) / parts))
        {
            await store.AddAsync(part);
        }

        var fold = await store.Timelines.FoldAsync(store.Id, _ => new LineFold(), default);
        var ids = await store.Customers.IdsAsync(store.Id, [.. fold.Lines.Keys], default);
        return [.. ids.Zip(fold.Lines.Values, (id, line) => id + ":" + line).Order(StringComparer.Ordinal)];
    }

    private sealed class LineFold : ITimelineFold<LineFold>
    {
        private readonly List<string> _events = [];
        private int _customer;

        public SortedDictionary<int, string> Lines { get; } = [];

        public EventColumns Columns => EventColumns.Base;

        public void Start(int customer) => _customer = customer;

        public void Event(TimelineEvent e) => _events.Add($"{e.Micros}{e.Kind}");

        public void End()
        {
            Lines.Add(_customer, string.Join(' ', _events));
            _events.Clear();
        }

        public void Merge(LineFold other)
        {
            foreach (var (customer, line) in other.Lines)
            {
                Lines.Add(customer, line);
            }
        }
    }

    private sealed class CountFold(Action? onEvent = null, IReadOnlyList<EventMatch>? needs = null) : ITimelineFold<CountFold>
    {
        public IReadOnlyList<EventMatch>? Needs => needs;

        public long Customers { get; private set; }

        public long Events { get; private set; }

        public long Orders { get; private set; }

        public EventColumns Columns => EventColumns.Order;

        public void Start(int customer) => Customers++;

        public void Event(TimelineEvent e)
        {
            onEvent?.Invoke();
            Events++;
            Orders += e.StartsOrder ? 1 : 0;
        }

        public void End()
        {
        }

        public void Merge(CountFold other)
        {
            Customers += other.Customers;
            Events += other.Events;
            Orders += other.Orders;
        }
    }
}
