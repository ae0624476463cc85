using System.Globalization;

namespace BehaviorDashboard.Benchmarks;

/// <summary>
/// The built program on an empty folder: from the start of the process to the first page, and what it holds after resting.
/// Arguments: rounds (5), seconds of rest before memory is read (20).
/// </summary>
internal static class StartMeasurement
{
    public static async Task RunAsync(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var rest = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20;
        List<double> starts = [];
        long idle = 0;
        for (var round = 0; round < rounds; round++)
        {
            using var server = new MeasuredServer();
            starts.Add(await server.StartAsync());
            if (round == rounds - 1)
            {
                await Task.Delay(TimeSpan.FromSeconds(rest));
                idle = server.Megabytes().Now;
            }
        }

        Console.WriteLine($"first page {Rounds.Shown(Rounds.Median(starts))} after the start (median of {rounds}, empty folder); idle {idle:N0} MB");
    }
}
