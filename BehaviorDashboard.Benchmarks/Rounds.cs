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

    /// <summary>Seconds on the clock, and seconds of all cores that this process used meanwhile: the second number is nearly the same on a busy machine.</summary>
    public static async Task<(double Clock, double Cores)> CostAsync(Func<Task> work)
    {
        var before = Used();
        var seconds = await SecondsAsync(work);
        return (seconds, (Used() - before).TotalSeconds);
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

    /// <summary>Forgets the peak so far, where the system lets a process do so.</summary>
    public static void ForgetPeak()
    {
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }

    public static string Shown(double seconds) => seconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";

    private static TimeSpan Used()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }
}
