using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Stories;

/// <summary>The power goes while work is under way; what was acknowledged must be there afterwards, whole.</summary>
public sealed class KillStoryTests
{
    [Theory]
    [InlineData("import", 0.05)]
    [InlineData("import", 0.62)]
    [InlineData("rfm", 0)]
    public async Task Server_KilledDuringARun_ResumesItAndEndsWithTheSameFacts(string kind, double progress)
    {
        using var folder = new TemporaryFolder();
        var server = await RunningServer.StartAsync(folder.Path);
        var store = await StoreDoor.CreateAsync(server, "Shop", scopes: "read,write");
        await store.PostAsync("/sample", new { customers = 2500, end = "2026-06-30" });

        await UntilAsync(store, kind, progress);
        await server.KillAsync();
        await server.DisposeAsync();
        store.Dispose();

        await using var again = await RunningServer.StartAsync(folder.Path);
        using var after = await StoreDoor.CreateAsync(again, "Other");
        var key = await StoreDoor.VerbAsync("key", "create", "--store", store.Slug, "--scopes", "read", "--json", "--DataFolder", folder.Path);
        using var client = again.Client(key.GetProperty("key").GetString());
        var runs = await RestAsync(client, store.Slug);

        Assert.All(runs, r => Assert.Equal("done", r.GetProperty("state").GetString()));
        Assert.Contains(runs, r => r.GetProperty("interruptions").GetInt32() > 0);
        var import = (await ReadAsync(client, $"/api/v1/stores/{store.Slug}/imports")).GetProperty("imports")[0];
        Assert.Equal(import.GetProperty("rows").GetInt64(), import.GetProperty("accepted").GetInt64());
        Assert.Equal(0, import.GetProperty("duplicates").GetInt64());
        await after.PostAsync("/sample", new { customers = 2500, end = "2026-06-30" });
        await after.IdleAsync();
        var undisturbed = (await after.GetAsync("/imports")).GetProperty("imports")[0];
        Assert.Equal(undisturbed.GetProperty("netRevenue").ToString(), import.GetProperty("netRevenue").ToString());
        Assert.Equal(
            (await after.GetAsync("/overview?from=2025-07-01&to=2026-06-30")).GetProperty("now").ToString(),
            (await ReadAsync(client, $"/api/v1/stores/{store.Slug}/overview?from=2025-07-01&to=2026-06-30")).GetProperty("now").ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(900)]
    public async Task Server_KilledWhileItMerges_HasEveryEventOnce(int milliseconds)
    {
        using var folder = new TemporaryFolder();
        string slug;
        var server = await RunningServer.StartAsync(folder.Path);
        using (var store = await StoreDoor.CreateAsync(server, "Shop"))
        {
            slug = store.Slug;
            await store.ImportAsync(Lines(0, 200_000), "first.jsonl");
            var (status, _) = await store.TryPostAsync("/imports?name=second.jsonl", new StringContent(Lines(200_000, 230_000)));
            Assert.Equal(System.Net.HttpStatusCode.Accepted, status);
            await UntilMergesAsync(store, 2);
            await Task.Delay(milliseconds);
            await server.KillAsync();
            await server.DisposeAsync();
        }

        await using var again = await RunningServer.StartAsync(folder.Path);
        var key = await StoreDoor.VerbAsync("key", "create", "--store", slug, "--scopes", "read", "--json", "--DataFolder", folder.Path);
        using var client = again.Client(key.GetProperty("key").GetString());
        var runs = await RestAsync(client, slug);

        Assert.All(runs.Where(r => r.GetProperty("kind").GetString() is "merge" or "import"), r => Assert.Equal("done", r.GetProperty("state").GetString()));
        Assert.Equal("230000", (await TotalAsync(client, slug)).ToString(System.Globalization.CultureInfo.InvariantCulture));
        var timeline = (await ReadAsync(client, $"/api/v1/stores/{slug}/customers/c7/timeline?take=200")).GetProperty("events").EnumerateArray().Select(e => e.GetProperty("time").GetDateTime()).ToList();
        Assert.Equal(115, timeline.Count);
        Assert.Equal(timeline.OrderByDescending(t => t), timeline);
    }

    // 2,000 customers in turn, a second apart; the later file lies among the earlier one's instants.
    private static string Lines(int from, int to) => string.Concat(Enumerable.Range(from, to - from).Select(i =>
        $$"""{"id":"e{{i}}","customer":"c{{i % 2000}}","time":"{{new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(i % 200_000).AddMilliseconds(i / 200_000):yyyy-MM-ddTHH:mm:ss.fffZ}}","event":"Product Viewed"}""" + "\n"));

    private static async Task UntilMergesAsync(StoreDoor store, int count)
    {
        for (var i = 0; i < 4000; i++)
        {
            if ((await store.RunsAsync()).Count(r => r.GetProperty("kind").GetString() == "merge" && r.GetProperty("state").GetString() is "running" or "done") >= count)
            {
                return;
            }

            await Task.Delay(10);
        }

        throw new TimeoutException("The recent events were not merged.");
    }

    private static async Task<double> TotalAsync(HttpClient client, string store)
    {
        var question = new { measures = new[] { new { @event = "*", math = "count" } }, interval = "month", range = new { from = "2026-01-01", to = "2026-01-31" } };
        using var answer = await client.PostAsync(
            new Uri($"/api/v1/stores/{store}/trends/query", UriKind.Relative), new StringContent(System.Text.Json.JsonSerializer.Serialize(question), System.Text.Encoding.UTF8, "application/json"));
        var body = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(await answer.Content.ReadAsStringAsync());
        return body.GetProperty("series")[0].GetProperty("values").EnumerateArray().Sum(v => v.ValueKind == System.Text.Json.JsonValueKind.Null ? 0 : v.GetDouble());
    }

    private static async Task UntilAsync(StoreDoor store, string kind, double progress)
    {
        for (var i = 0; i < 4000; i++)
        {
            var run = (await store.RunsAsync()).Find(r => r.GetProperty("kind").GetString() == kind);
            if (run.ValueKind != System.Text.Json.JsonValueKind.Undefined && run.GetProperty("state").GetString() is "running" or "done" && run.GetProperty("progress").GetDouble() >= progress)
            {
                return;
            }

            await Task.Delay(15);
        }

        throw new TimeoutException($"No run of the kind {kind} came to {progress:P0}.");
    }

    private static async Task<List<System.Text.Json.JsonElement>> RestAsync(HttpClient client, string store)
    {
        for (var i = 0; i < 600; i++)
        {
            var runs = (await ReadAsync(client, $"/api/v1/stores/{store}/runs")).GetProperty("runs").EnumerateArray().ToList();
            if (runs.TrueForAll(r => r.GetProperty("state").GetString() is not ("queued" or "running")))
            {
                return runs;
            }

            await Task.Delay(250);
        }

        throw new TimeoutException("The store did not come to rest.");
    }

    private static async Task<System.Text.Json.JsonElement> ReadAsync(HttpClient client, string path) =>
        System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(await client.GetStringAsync(new Uri(path, UriKind.Relative)));
}
