using System.Text.Json;

namespace BehaviorDashboard.Benchmarks;

/// <summary>
/// The sample store in the running program, from the click to the last model: generated, imported, grouped, trained, suggested. Nothing is left in the queue then,
/// so every page has what it shows.
/// </summary>
internal static class SampleMeasurement
{
    public static async Task RunAsync(string[] args)
    {
        using var server = new MeasuredServer();
        await server.StartAsync();
        await server.UseStoreAsync();
        var idle = server.Megabytes().Now;
        var seconds = await Rounds.SecondsAsync(async () =>
        {
            await server.PostAsync("sample");
            await FinishedAsync(server);
        });
        var (after, peak) = server.Megabytes();
        foreach (var run in (await server.GetAsync("runs")).GetProperty("runs").EnumerateArray().Reverse())
        {
            Console.WriteLine($"  {run.GetProperty("kind").GetString(),-12} {run.GetProperty("state").GetString(),-8} {(run.GetProperty("ended").GetDateTime() - run.GetProperty("started").GetDateTime()).TotalSeconds:0.0} s");
        }

        Console.WriteLine($"from the click to all trained {Rounds.Shown(seconds)}; memory before {idle:N0} MB, most {peak:N0} MB, after {after:N0} MB");
    }

    private static async Task FinishedAsync(MeasuredServer server)
    {
        while (true)
        {
            await Task.Delay(200);
            var states = (await server.GetAsync("runs")).GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("state").GetString()).ToList();
            if (states.Contains("failed"))
            {
                throw new InvalidOperationException("A run failed: " + JsonSerializer.Serialize(await server.GetAsync("runs")));
            }

            // The chain behind the import is queued in the import's own transaction, so there is no moment without an open run before the end.
            if (states.Count > 1 && states.TrueForAll(s => s == "done"))
            {
                return;
            }
        }
    }
}
