using System.Collections.Concurrent;
using System.Diagnostics;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Features.Campaigns;
using BehaviorDashboard.Features.Carts;
using BehaviorDashboard.Features.Churn;
using BehaviorDashboard.Features.Customers;
using BehaviorDashboard.Features.Funnels;
using BehaviorDashboard.Features.Imports;
using BehaviorDashboard.Features.Keys;
using BehaviorDashboard.Features.Lifecycle;
using BehaviorDashboard.Features.Members;
using BehaviorDashboard.Features.Overview;
using BehaviorDashboard.Features.Paths;
using BehaviorDashboard.Features.Retention;
using BehaviorDashboard.Features.Samples;
using BehaviorDashboard.Features.Schedules;
using BehaviorDashboard.Features.Segments;
using BehaviorDashboard.Features.Sessions;
using BehaviorDashboard.Features.Stores;
using BehaviorDashboard.Features.Trends;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Features.Campaigns;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Identity;

namespace BehaviorDashboard.Tests.Hosting;

/// <summary>
/// DuckDB and SQLite block the thread that asks. Every hall is asked on a circuit's thread, and neither engine may be at work there:
/// SQLite's commands are watched through EF's diagnostics; DuckDB's connections refuse to open on a circuit.
/// </summary>
public sealed class CircuitThreadTests
{
    private static readonly DateTime Left = new(2026, 6, 28, 10, 0, 0, DateTimeKind.Utc);
    private static readonly DateRange Range = new(new DateOnly(2026, 6, 1), new DateOnly(2026, 6, 30));

    [Fact]
    public async Task Halls_AskedOnACircuit_LeaveItsThreadFree()
    {
        using var world = await CampaignWorld.CreateAsync();
        await world.CartsAsync(60, Left);
        await world.SuggestAsync();
        await world.Get<MemberDirectory>().AddAsync(world.Id, new NewMember("Admin", "admin@example.com", "Correct-horse-7"), MemberRole.Admin, world.Get<UserManager<Member>>(), default);
        using var circuit = new Circuit();
        using var commands = new CommandThreads();

        foreach (var (hall, ask) in Asked(world))
        {
            await circuit.RunAsync(ask);
            Assert.False(commands.Seen.ContainsKey(circuit.ThreadId), $"{hall.Name} asked SQLite on the circuit");
        }

        Assert.NotEmpty(commands.Seen);
        // Planted: Identity's own store asks on the caller's thread, and the watch sees it.
        await circuit.RunAsync(() => world.Get<UserManager<Member>>().FindByEmailAsync("admin@example.com"));
        Assert.Contains(circuit.ThreadId, commands.Seen.Keys);
    }

    [Fact]
    public async Task Halls_OfEveryRoom_AreAsked()
    {
        using var world = await CampaignWorld.CreateAsync();
        var halls = typeof(CustomersQuery).Assembly.GetTypes().Where(t => t is { IsClass: true, IsPublic: true } && t.Namespace?.Contains(".Features.", StringComparison.Ordinal) == true && t.Name.EndsWith("Query", StringComparison.Ordinal)).ToList();

        Assert.True(halls.Count > 10);
        Assert.Empty(halls.Except(Asked(world).Select(a => a.Hall)).Select(h => h.Name));
    }

    [Fact]
    public async Task Store_OpenedOnACircuit_IsRefused()
    {
        using var store = new TestStore();
        using var circuit = new Circuit();

        await Assert.ThrowsAsync<InvalidOperationException>(() => circuit.RunAsync(() => Task.FromResult(store.Stores.Connect(store.Id))));
    }

    [Fact]
    public async Task Store_AskedOnACircuit_WorksElsewhere()
    {
        using var store = new TestStore();
        using var circuit = new Circuit();
        var threads = new ConcurrentBag<int>();
        int Note(object? connection)
        {
            threads.Add(Environment.CurrentManagedThreadId);
            return 0;
        }

        await circuit.RunAsync(() => store.Stores.WriteAsync(store.Id, Note, default));
        await circuit.RunAsync(() => store.Stores.ReadAsync(store.Id, Note, default));

        Assert.Equal(2, threads.Count);
        Assert.DoesNotContain(circuit.ThreadId, threads);
    }

    private static (Type Hall, Func<Task> Ask)[] Asked(CampaignWorld world)
    {
        var (id, nobody, calendar, ct) = (world.Id, Guid.NewGuid(), world.Store.Calendar, CancellationToken.None);
        return
        [
            Ask<OverviewQuery>(async q =>
            {
                await q.HealthAsync(id, calendar, ct);
                await q.ProgressAsync(id, ct);
                await world.Get<AttentionQuery>().AskAsync(id, await q.AskAsync(id, Range, true, calendar, ct), calendar, ct);
            }),
            Ask<AttentionQuery>(q => q.BestSuggestionAsync(id, ct)),
            Ask<FunnelsQuery>(q => q.AskAsync(id, FunnelsRequest.Parse("""{"steps":[{"any":[{"event":"*"}]},{"any":[{"event":"*"}]}],"range":{"from":"2026-06-01","to":"2026-06-30"},"breakdown":{"property":"device"},"people":{"step":1}}""").Value!, calendar, ct)),
            Ask<TrendsQuery>(async q =>
            {
                var asked = await q.AskAsync(id, QuestionJson.Read<TrendsRequest>("""{"measures":[{"event":"*","math":"customers"}],"interval":"week","breakdown":"device","compare":"previous","people":{}}""").Value!, calendar, ct);
                await q.IdsAsync(id, asked.Value!.People!, ct);
                await q.PeopleAsync(id, asked.Value.People!, 0, 10, ct);
                await q.CatalogAsync(id, ct);
            }),
            Ask<CartsQuery>(async q =>
            {
                var asked = await q.AskAsync(id, new CartsRequest { Compare = "previous", Breakdown = QuestionJson.Element("device"), People = new CartsPeopleRequest() }, calendar, ct);
                await q.CatalogAsync(id, ct);
                await q.IdsAsync(id, asked.Value!.People!, ct);
                await q.PeopleAsync(id, asked.Value!.People!, 0, 10, ct);
            }),
            Ask<RetentionQuery>(async q =>
            {
                var asked = await q.AskAsync(id, QuestionJson.Read<RetentionRequest>("""{"start":{"event":"*"},"period":"week","periods":4,"people":{}}""").Value!, calendar, ct);
                await q.IdsAsync(id, asked.Value!, ct);
                await q.PeopleAsync(id, asked.Value!.People!, 0, 10, ct);
            }),
            Ask<PathsQuery>(async q =>
            {
                var asked = await q.AskAsync(id, QuestionJson.Read<PathsRequest>("""{"direction":"backward","label":"product","target":{"event":"*"},"compare":"previous","people":{}}""").Value!, calendar, ct);
                await q.IdsAsync(id, asked.Value!.People!, ct);
                await q.PeopleAsync(id, asked.Value.People!, 0, 10, ct);
                await q.CatalogAsync(id, ct);
            }),
            Ask<SessionsQuery>(async q =>
            {
                var asked = await q.AskAsync(id, QuestionJson.Read<SessionsRequest>("""{"interval":"week","label":"product","breakdown":"device","compare":"previous","people":{}}""").Value!, calendar, ct);
                await q.IdsAsync(id, asked.Value!.People!, ct);
                await q.PeopleAsync(id, asked.Value.People!, 0, 10, ct);
                await q.CatalogAsync(id, ct);
            }),
            Ask<LifecycleQuery>(q => q.AskAsync(id, QuestionJson.Read<LifecycleRequest>("""{"activity":{"event":"*"},"period":"week"}""").Value!, calendar, ct)),
            Ask<CustomersQuery>(async q =>
            {
                await q.ListAsync(id, new CustomersRequest("c", Segment: nobody), ct);
                await q.ListAsync(id, new CustomersRequest("c"), ct);
                await q.FindAsync(id, "c0001", ct);
                await q.TimelineAsync(id, "c0001", null, 10, ct);
                await q.OrdersAsync(id, "c0001", ct);
                await q.GuestsAsync(id, ct);
                await q.InsightsAsync(id, "c0001", ct);
            }),
            Ask<SegmentsQuery>(async q =>
            {
                await q.RfmAsync(id, ct);
                await q.BehaviourAsync(id, ct);
                await q.TrainingAsync(id, ct);
                await q.ChoicesAsync(id, ct);
                await q.PreviewAsync(id, CustomerFilter.Everyone.ToJson(), ct);
                var saved = await q.SaveAsync(id, new NewSegment("All", null, System.Text.Json.JsonSerializer.SerializeToElement(CustomerFilter.Everyone.ToJson())), "page", ct);
                await q.SavedAsync(id, ct);
                await q.MembersAsync(id, saved.Value!.Id, 0, 10, ct);
                await q.RenameAsync(id, saved.Value, "Everybody", ct);
                await q.DeleteAsync(id, saved.Value.Id, ct);
            }),
            Ask<ChurnQuery>(async q =>
            {
                await q.SummaryAsync(id, ct);
                await q.ScoresAsync(id, new ChurnRequest(), ct);
                await q.ExplainAsync(id, "c0001", ct);
                await q.TrainingAsync(id, ct);
                await q.HorizonAsync(id, ct);
                await q.ChooseHorizonAsync(id, 30, ct);
                await q.SaveAtRiskAsync(id, "At risk", "", ct);
                await q.CancelAsync((await q.TrainAsync(id, null, ct)).Id, ct);
            }),
            Ask<SuggestionsQuery>(async q =>
            {
                var open = (await q.ListAsync(id, ct))!.Open;
                await q.RefuseAsync(id, open[0].Id, "nonsense", null, ct);
                await q.AcceptAsync(id, open[0].Id, null, ct);
            }),
            Ask<CampaignsQuery>(async q =>
            {
                await q.FindAsync(id, (await q.ListAsync(id, ct))[0].Record.Id, ct);
                await q.MeasuredAsync(world.Store, ct);
            }),
            Ask<AudiencesQuery>(async q =>
            {
                var all = CustomerFilter.Everyone.ToJson();
                var created = await q.CreateAsync(id, new NewAudienceRequest("All", Filter: System.Text.Json.JsonSerializer.SerializeToElement(all)), ct);
                await q.FindAsync(id, created.Value!.Record.Id, ct);
                await q.SharedAsync(id, new AudiencesRequest(Filter: all), (await world.Get<SuggestionsQuery>().ListAsync(id, ct))!.Open, ct);
                await q.ExportAsync(created.Value.Record, Stream.Null, true, ct);
                await q.ListAsync(id, ct);
            }),
            Ask<ImportsQuery>(async q =>
            {
                var file = await q.HandInAsync(id, "orders.csv", new MemoryStream("order,customer,date,price,quantity\n1,c1,2026-06-01,5,1\n"u8.ToArray()), null, null, ct);
                await q.LookAsync(id, file.Value!.Id, new ImportMapping(), ct);
                await q.CheckAsync(id, file.Value.Id, new ImportMapping(), null, ct);
                var import = await q.StartAsync(id, file.Value.Id, new ImportMapping(), null, ct);
                await q.ListAsync(id, ct);
                await q.CancelAsync(id, import.Value!.Id, ct);
            }),
            Ask<SampleQuery>(q => q.QueueAsync(id, new SampleRequest(), null, ct)),
            Ask<SchedulesQuery>(async q =>
            {
                await q.ListAsync(id, ct);
                await q.RunsAsync(id, null, 10, ct);
                await q.FindRunAsync(id, nobody, ct);
                await q.RunNowAsync(id, nobody, null, ct);
                await q.RetryAsync(id, nobody, ct);
                await q.CancelAsync(id, nobody, ct);
                await q.DeleteAsync(id, nobody, ct);
            }),
            Ask<KeysQuery>(async q =>
            {
                await q.ListAsync(id, ct);
                await q.CreateAsync(id, nobody, "x", "k", ["read"], ct);
                await q.RevokeAsync(id, nobody, nobody, ct);
            }),
            Ask<MembersQuery>(async q =>
            {
                var admin = (await q.ListAsync(id, ct))[0].Id;
                var added = await q.AddAsync(id, admin, new NewMember("A", "a@example.com", "Correct-horse-7"), MemberRole.Viewer, ct);
                Assert.True(added.Succeeded);
                await q.RemoveAsync(id, admin, nobody, ct);
            }),
            Ask<StoresQuery>(async q =>
            {
                await q.FindAsync(id, ct);
                await q.MayCreateAsync(nobody, ct);
                await q.UpdateAsync(nobody, world.Store, ct);
            }),
        ];

        (Type, Func<Task>) Ask<T>(Func<T, Task> ask)
            where T : notnull => (typeof(T), () => ask(world.Get<T>()));
    }

    /// <summary>The threads on which EF sent commands to SQLite.</summary>
    private sealed class CommandThreads : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly ConcurrentBag<IDisposable> _subscriptions = [];

        public CommandThreads() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

        public ConcurrentDictionary<int, bool> Seen { get; } = new();

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.EntityFrameworkCore")
            {
                _subscriptions.Add(value.Subscribe(this));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key.EndsWith(".CommandExecuting", StringComparison.Ordinal))
            {
                Seen[Environment.CurrentManagedThreadId] = true;
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
            foreach (var subscription in _subscriptions)
            {
                subscription.Dispose();
            }
        }
    }
}
