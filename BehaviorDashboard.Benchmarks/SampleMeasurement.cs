using System.Text.Json;
using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Samples;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Benchmarks;

/// <summary>The sample store from the click to imported: the world is written, handed in, imported.</summary>
internal static class SampleMeasurement
{
    public static async Task RunAsync(string[] args)
    {
        await using var house = await MeasuredHouse.OpenAsync();
        var write = await Rounds.SecondsAsync(() => house.RunAsync(RunKinds.Sample, JsonSerializer.Serialize(new SampleRequest(), RunJson.Options)));
        var import = (await house.Get<ImportLedger>().ListAsync(house.Store.Id, default))[0];
        var read = await Rounds.SecondsAsync(() => house.RunAsync(RunKinds.Import, JsonSerializer.Serialize(new ImportArguments(import.Id), RunJson.Options)));
        var catalog = await house.Get<EventCatalogReader>().ReadAsync(house.Store.Id, default);
        Console.WriteLine($"{catalog.Events:N0} events of {catalog.Customers:N0} customers: written in {Rounds.Shown(write)}, imported in {Rounds.Shown(read)}, together {Rounds.Shown(write + read)}; peak memory {Rounds.PeakMegabytes():N0} MB");
    }
}
