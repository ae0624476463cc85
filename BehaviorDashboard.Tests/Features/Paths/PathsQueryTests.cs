using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Paths;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Features.Paths;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Tests.Features.Paths;

/// <summary>The hall over a real store.</summary>
public sealed class PathsQueryTests : IDisposable
{
    private readonly TestStore _store = new();

    private PathsQuery Query => new(_store.Timelines, new QuestionReader(_store.Catalog, _store.Customers), _store.Catalog, Options.Create(new EventsOptions()), TimeProvider.System);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Sessions_StepByStep_WithTheShareThatOrders()
    {
        await AddVisitsAsync();

        var result = await AskAsync(new PathsRequest(Target: new AskedStep(Event: "@order"), Range: January));

        Assert.Equal((4L, 3L, 2L), (result.Total.Paths, result.Customers, result.Total.Reached));
        Assert.Equal((3L, 2L), Count(result, 1, "View"));
        Assert.Equal((1L, 0L), Count(result, 1, "Search"));
        Assert.Equal((2L, 2L), Count(result, 2, "CartAdd"));
        Assert.Equal((2L, 2L), Count(result, 3, "Purchase"));
    }

    [Fact]
    public async Task Backward_FromAnOrder_TellsWhatCameBefore_AlsoInEarlierSessions()
    {
        await AddVisitsAsync();
        var asked = new PathsRequest(new AskedStep(Event: "@order"), "backward", Depth: 3, Range: January);

        var within = await AskAsync(asked);
        var across = await AskAsync(asked with { Limit = new AskedPathLimit(1, "day") });

        Assert.Equal((2L, 0L), Count(within, 2, "View"));
        Assert.Equal(2, within.Graph.Nodes.Single(n => n.Step == 3).Count.Paths);
        Assert.Equal(PathNodeKind.Ended, within.Graph.Nodes.Single(n => n.Step == 3).Node.Kind);
        Assert.Equal((1L, 0L), Count(across, 3, "Search"));
    }

    [Fact]
    public async Task People_BehindNodesAndEdges_AreThoseWhoWereCounted()
    {
        await AddVisitsAsync();
        var asked = new PathsRequest(Target: new AskedStep(Event: "@order"), Range: January);

        Assert.Equal(["c1", "c2"], await NamesAsync(asked, new AskedPathPeople(1, new AskedPathNode("View"), new AskedPathNode("CartAdd"))));
        Assert.Equal(["c3"], await NamesAsync(asked, new AskedPathPeople(1, new AskedPathNode("View"), new AskedPathNode(Kind: "ended"))));
        Assert.Equal(["c1", "c3"], await NamesAsync(asked, new AskedPathPeople(Reached: false)));
        Assert.Equal(["c1", "c2", "c3"], await NamesAsync(asked, new AskedPathPeople()));
    }

    [Fact]
    public async Task StartWithAConditionAndAFilter_BothHold()
    {
        await AddVisitsAsync();

        var mobile = await AskAsync(QuestionJson.Read<PathsRequest>("""{"start":{"event":"@view","where":[{"property":"device","op":"eq","value":"mobile"}]},"range":{"from":"2026-01-01","to":"2026-01-31"}}""").Value!);
        var filtered = await AskAsync(QuestionJson.Read<PathsRequest>("""{"filter":[{"property":"device","op":"eq","value":"mobile"}],"range":{"from":"2026-01-01","to":"2026-01-31"}}""").Value!);

        Assert.Equal((1L, 1L), (mobile.Total.Paths, mobile.Graph.Nodes.Single(n => n.Node.Label == "CartAdd").Count.Paths));
        Assert.Equal([(1, 1L), (2, 1L)], filtered.Graph.Nodes.Where(n => n.Step > 0).Select(n => (n.Step, n.Count.Paths)));
    }

    [Fact]
    public async Task RareLabels_FoldIntoOther_ThatAddsUpAndIsCounted()
    {
        await _store.AddAsync(Enumerable.Range(0, 3_000).Select(i =>
        {
            var row = TestStore.Row("c" + i, i / 100.0, EventKind.View, id: "e" + i);
            row.Page = i % 3 == 0 ? "/home" : "/p/" + i;
            return row;
        }));

        var result = await AskAsync(new PathsRequest(Label: "page", Range: January, People: new AskedPathPeople(1, new AskedPathNode(Kind: "other"))));

        Assert.Equal((1_000L, 0L), Count(result, 1, "/home"));
        var other = result.Graph.Nodes.Single(n => n.Step == 1 && n.Node.Kind == PathNodeKind.Other);
        Assert.Equal(2_000, other.Count.Paths);
        // Beyond what one pass holds, nobody counts them.
        Assert.Null(other.Labels);
        Assert.Equal(2_000, result.People!.Count);
        Assert.Equal(3_000, result.Graph.Edges.Where(e => e.Key.Step == 2).Sum(e => e.Value.Paths));
    }

    [Fact]
    public async Task Comparison_StandsBesideByShare()
    {
        await AddVisitsAsync();
        await _store.AddAsync(TestStore.Row("c8", -24 * 20, EventKind.View), TestStore.Row("c9", -24 * 20, EventKind.Search));

        var before = (await AskAsync(new PathsRequest(Range: January, Compare: "previous"))).Before!;

        Assert.Equal(2, before.Total.Paths);
        Assert.Equal(0.5, before.ShareOf(new PathEdge(1, new PathNode(PathNodeKind.Start), new PathNode(PathNodeKind.Step, "View"))));
        Assert.Equal(0, before.ShareOf(2, new PathNode(PathNodeKind.Step, "CartAdd")));
    }

    [Fact]
    public async Task Sessions_ByTheDatasOwnIds_OrByAnotherGap()
    {
        await AddVisitsAsync();
        var asked = new PathsRequest(Range: January);

        Assert.Equal(3, (await AskAsync(asked with { SessionGapMinutes = 1440 })).Total.Paths);
        Assert.Equal(4, (await AskAsync(asked with { Sessions = "ids" })).Total.Paths);
    }

    [Theory]
    [InlineData("""{"direction":"sideways"}""", "paths.direction")]
    [InlineData("""{"depth":1}""", "paths.depth")]
    [InlineData("""{"depth":11}""", "paths.depth")]
    [InlineData("""{"minShare":0.0001}""", "paths.min_share")]
    [InlineData("""{"mostLabels":100}""", "paths.most_labels")]
    [InlineData("""{"start":{"event":"@session-end"}}""", "paths.nowhere")]
    [InlineData("""{"limit":{"value":0}}""", "paths.limit")]
    [InlineData("""{"limit":{"value":9,"unit":"moon"}}""", "paths.limit_unit")]
    [InlineData("""{"compare":"yesterday"}""", "paths.compare")]
    [InlineData("""{"people":{"step":7}}""", "paths.people")]
    [InlineData("""{"people":{"step":1,"node":{}}}""", "paths.node")]
    [InlineData("""{"start":{"event":"@nonsense"}}""", "event.kind_unknown")]
    [InlineData("""{"start":{}}""", "step.events")]
    [InlineData("""{"label":"brwoser"}""", "filter.property_unknown")]
    [InlineData("""{"sessions":"moods"}""", "sessions.cut")]
    [InlineData("""{"sessionGapMinutes":0}""", "sessions.gap")]
    [InlineData("""{"range":{"from":"2026-02-01","to":"2026-01-01"}}""", "range.order")]
    public async Task WrongQuestions_AreRefusedWithTheirCode(string question, string code)
    {
        await AddVisitsAsync();

        var answer = await Query.AskAsync(_store.Id, QuestionJson.Read<PathsRequest>(question).Value!, StoreCalendar.Utc, default);

        Assert.Equal(code, answer.Problems[0].Code);
    }

    private static AskedRange January => new("2026-01-01", "2026-01-31");

    // c1 searches, and comes back an hour later to look, fill a cart and order; c2 does the latter at once on a phone; c3 only looks.
    private Task AddVisitsAsync()
    {
        var rows = new[]
        {
            TestStore.Row("c1", 1, EventKind.Search), TestStore.Row("c1", 2, EventKind.View), TestStore.Row("c1", 2.1, EventKind.CartAdd), TestStore.Row("c1", 2.2, EventKind.Purchase, "o1", 10), TestStore.Row("c1", 2.2, EventKind.Purchase, "o1", 5, id: "second line"),
            TestStore.Row("c2", 3, EventKind.View), TestStore.Row("c2", 3.1, EventKind.View), TestStore.Row("c2", 3.2, EventKind.CartAdd), TestStore.Row("c2", 3.3, EventKind.Purchase, "o2", 20),
            TestStore.Row("c3", 4, EventKind.View), TestStore.Row("c3", 30, EventKind.MessageSent),
        };
        rows[5].Device = "mobile";
        return _store.AddAsync(rows);
    }

    private static (long Paths, long Reached) Count(PathsResult result, int step, string label)
    {
        var count = result.Graph.Nodes.Single(n => n.Step == step && n.Node.Label == label).Count;
        return (count.Paths, count.Reached);
    }

    private async Task<IReadOnlyList<string>> NamesAsync(PathsRequest request, AskedPathPeople people) => await Query.IdsAsync(_store.Id, (await AskAsync(request with { People = people })).People!, default);

    private async Task<PathsResult> AskAsync(PathsRequest request)
    {
        var answer = await Query.AskAsync(_store.Id, request, StoreCalendar.Utc, default);
        Assert.True(answer.Succeeded, string.Join(' ', answer.Problems.Select(p => p.Message)));
        return answer.Value;
    }
}
