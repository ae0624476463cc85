using System.Diagnostics;
using System.Globalization;

namespace BehaviorDashboard.Benchmarks;

/// <summary>Measurements in turn, so that what else the machine does falls on both sides; the median stands for each.</summary>
internal static class Rounds
{
    public static async Task<double> SecondsAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public static double Median(IEnumerable<double> seconds)
    {
        var sorted = seconds.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>Most memory that the process has held so far, in megabytes; 0 where the system does not say.</summary>
    public static long PeakMegabytes()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1024 / 1024;
    }

    public static string Shown(double seconds) => seconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";
}
