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
