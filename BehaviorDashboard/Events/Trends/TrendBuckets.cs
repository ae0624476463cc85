using System.Globalization;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Trends;

/// <summary>The lengths of a trend's buckets.</summary>
public enum TrendInterval
{
    Hour,
    Day,
    Week,
    Month,
}

/// <summary>
/// The range of a trend cut into hours, days, weeks or months of the store's calendar. The first and the last bucket hold the part of their period that lies in
/// the range. An hour that exists twice is two buckets, one that does not exist is none. Instants are microseconds since 1970-01-01 UTC.
/// </summary>
public sealed class TrendBuckets
{
    /// <summary>More buckets than this are refused: nobody reads them, and each series pays for all of them.</summary>
    public const int Most = 2_000;

    // _borders[i] to _borders[i + 1] is bucket i; _starts[i] is where its period begins, at or before the border.
    private readonly List<long> _borders = [];
    private readonly List<long> _starts = [];
    private readonly List<long> _ends = [];

    /// <param name="from">First instant of the range, UTC.</param>
    /// <param name="until">First instant behind it.</param>
    public TrendBuckets(StoreCalendar calendar, TrendInterval interval, DateTime from, DateTime until)
    {
        Interval = interval;
        var (first, behind) = (Periods.MicrosOf(from), Periods.MicrosOf(until));
        foreach (var (start, end) in interval == TrendInterval.Hour ? Hours(calendar, from, until) : Whole(calendar, interval, from, until))
        {
            if (end > first && start < behind)
            {
                _borders.Add(Math.Max(start, first));
                _starts.Add(start);
                _ends.Add(end);
            }
        }

        _borders.Add(behind);
    }

    public TrendInterval Interval { get; }

    /// <summary>The interval as a period of the calendar; null for hours, which are none.</summary>
    public PeriodUnit? Unit => UnitOf(Interval);

    public int Count => _starts.Count;

    /// <summary>Where the bucket's period begins, also where the range begins later.</summary>
    public DateTime StartOf(int bucket) => Periods.InstantOf(_starts[bucket]);

    /// <summary>The same in the store's time, as files write it: a day, or a day with its hour.</summary>
    public string NameOf(int bucket, StoreCalendar calendar)
    {
        var local = calendar.ToLocal(StartOf(bucket));
        return Interval == TrendInterval.Hour ? local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : AskedDay.Write(DateOnly.FromDateTime(local));
    }

    /// <summary>Where the bucket's period ends: the first instant of the next.</summary>
    public DateTime EndOf(int bucket) => Periods.InstantOf(_ends[bucket]);

    /// <summary>First instant of the range that the bucket holds, microseconds.</summary>
    public long From(int bucket) => _borders[bucket];

    /// <summary>First instant that it no longer holds, microseconds.</summary>
    public long Until(int bucket) => _borders[bucket + 1];

    /// <summary>The bucket of an instant of the range.</summary>
    public int IndexOf(long micros)
    {
        var at = _borders.BinarySearch(micros);
        return at >= 0 ? at : ~at - 1;
    }

    /// <summary>The buckets of the range that stands beside: as many months back where months are counted, otherwise days.</summary>
    public TrendBuckets Before(StoreCalendar calendar, Comparison comparison)
    {
        var (from, until) = comparison.Earlier(calendar, Periods.InstantOf(From(0)), Periods.InstantOf(Until(Count - 1)), Interval == TrendInterval.Month ? Count : null);
        return new TrendBuckets(calendar, Interval, from, until);
    }

    /// <summary>The first bucket that is not whole: its period leaves the range, is not over, or holds days that the data does not reach. Null where all are whole.</summary>
    /// <param name="last">Instant of the last event that is known.</param>
    public int? IncompleteFrom(StoreCalendar calendar, DateTime? last, DateTime now)
    {
        var known = last is { } at ? calendar.StartOf(calendar.DayOf(at).AddDays(1)) : DateTime.UnixEpoch;
        var whole = new[] { known, now, Periods.InstantOf(Until(Count - 1)) }.Min();
        var incomplete = _ends.FindIndex(end => Periods.InstantOf(end) > whole);
        return incomplete < 0 ? null : incomplete;
    }

    /// <summary>How many buckets a range would have, without making them.</summary>
    public static long CountOf(TrendInterval interval, DateTime from, DateTime until)
    {
        var days = (until - from).TotalDays;
        return (long)(interval switch { TrendInterval.Hour => days * 24, TrendInterval.Week => days / 7, TrendInterval.Month => days / 30, _ => days });
    }

    private static PeriodUnit? UnitOf(TrendInterval interval) => interval switch { TrendInterval.Hour => null, TrendInterval.Week => PeriodUnit.Week, TrendInterval.Month => PeriodUnit.Month, _ => PeriodUnit.Day };

    private static IEnumerable<(long Start, long End)> Whole(StoreCalendar calendar, TrendInterval interval, DateTime from, DateTime until)
    {
        var unit = UnitOf(interval) ?? PeriodUnit.Day;
        var (first, last) = (calendar.DayOf(from), calendar.DayOf(until.AddTicks(-1)));
        var periods = new Periods(calendar, unit, first, Periods.CountOf(calendar, unit, first, last));
        for (var i = 0; i < periods.Count; i++)
        {
            yield return (periods.StartOf(i), periods.EndOf(i));
        }
    }

    // Hours run from the start of each local day, so that they are whole in zones of half hours too; a change of the clock by half an hour leaves a short one.
    private static IEnumerable<(long Start, long End)> Hours(StoreCalendar calendar, DateTime from, DateTime until)
    {
        const long hour = 3_600_000_000;
        var last = calendar.DayOf(until.AddTicks(-1));
        for (var day = calendar.DayOf(from); day <= last; day = day.AddDays(1))
        {
            var (start, end) = (Periods.MicrosOf(calendar.StartOf(day)), Periods.MicrosOf(calendar.StartOf(day.AddDays(1))));
            for (var at = start; at < end; at += hour)
            {
                yield return (at, Math.Min(at + hour, end));
            }
        }
    }
}
