using System.Globalization;
using System.Text.Json;
using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Imports;
using BehaviorDashboard.Workspace;
using DuckDB.NET.Data;
using Microsoft.Extensions.DependencyInjection;

namespace BehaviorDashboard.Benchmarks;

/// <summary>
/// A generated REES46 file through the whole import (parsed, checked, resolved, deduplicated, sorted, queryable) beside DuckDB's own sorted load
/// of the same file: same threads, same memory limit, in turn, three times each. Arguments: rows (5,000,000), rounds (3).
/// </summary>
internal static class ImportMeasurement
{
    private const int MemoryMegabytes = 1024;

    public static async Task RunAsync(string[] args)
    {
        var rows = args.Length > 0 ? int.Parse(args[0].Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) : 5_000_000;
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        var folder = Directory.CreateTempSubdirectory("bd-import-");
        var file = Path.Combine(folder.FullName, "events.csv");
        try
        {
            Rees46World.Write(file, rows, seed: 1);
            Console.WriteLine($"{rows:N0} rows, {new FileInfo(file).Length / 1e6:N0} MB, {Environment.ProcessorCount} cores, {MemoryMegabytes} MB for either engine");
            await CompareAsync(file, rows, rounds, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task CompareAsync(string file, int rows, int rounds, string folder)
    {
        List<double> ours = [], theirs = [];
        var peak = 0L;
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(await ImportAsync(file, rows));
            // Our side goes first, so the peak of the first round is ours alone.
            peak = peak == 0 ? Rounds.PeakMegabytes() : peak;
            theirs.Add(await Rounds.SecondsAsync(() => Task.Run(() => LoadSorted(file, Path.Combine(folder, $"load{round}.duckdb")))));
            Console.WriteLine($"round {round + 1}: import {Rounds.Shown(ours[^1])}, DuckDB sorted load {Rounds.Shown(theirs[^1])}");
        }

        var (import, load) = (Rounds.Median(ours), Rounds.Median(theirs));
        Console.WriteLine($"median: import {Rounds.Shown(import)}, DuckDB sorted load {Rounds.Shown(load)}, ratio {import / load:0.00}; peak memory of the import {peak:N0} MB");
    }

    private static async Task<double> ImportAsync(string file, int rows)
    {
        await using var house = await MeasuredHouse.OpenAsync(("Events:MemoryLimitMegabytes", MemoryMegabytes.ToString(CultureInfo.InvariantCulture)));
        Guid import;
        await using (var content = File.OpenRead(file))
        {
            import = (await house.Get<Spool>().WriteAsync(house.Store.Id, "events.csv", content, content.Length, null, default)).Value!.Id;
        }

        using var scope = house.Get<IServiceScopeFactory>().CreateScope();
        var query = scope.ServiceProvider.GetRequiredService<ImportsQuery>();
        var seconds = await Rounds.SecondsAsync(async () =>
        {
            await query.StartAsync(house.Store.Id, import, new ImportMapping(), null, default);
            await house.RunAsync(RunKinds.Import, JsonSerializer.Serialize(new ImportArguments(import), RunJson.Options));
        });
        var kept = (await house.Get<EventCatalogReader>().ReadAsync(house.Store.Id, default)).Events;
        return kept == rows ? seconds : throw new InvalidOperationException($"{rows} rows went in and {kept} events came out.");
    }

    private static void LoadSorted(string file, string target)
    {
        using var connection = new DuckDBConnection($"DataSource={target};memory_limit={MemoryMegabytes}MB;threads={Environment.ProcessorCount}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"CREATE TABLE events AS SELECT * FROM read_csv('{file.Replace("'", "''", StringComparison.Ordinal)}') ORDER BY user_id, event_time";
        command.ExecuteNonQuery();
    }
}
