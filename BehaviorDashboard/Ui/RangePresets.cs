using System.Globalization;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Ui;

/// <summary>The ranges that one key chooses; the letter is the key.</summary>
public enum RangePreset
{
    Today = 'd',
    Yesterday = 'e',
    Week = 'w',
    FourWeeks = 'f',
    Thirty = 't',
    Month = 'm',
    Year = 'y',
    Twelve = 'l',
    All = 'a',
}

public static class RangePresets
{
    public const RangePreset Default = RangePreset.Thirty;

    public static IReadOnlyList<RangePreset> Everyone { get; } = Enum.GetValues<RangePreset>().OrderBy(Place).ToList();

    public static DateRange Resolve(RangePreset preset, DateOnly anchor, DateOnly? dataStart = null) => preset switch
    {
        RangePreset.Today => new(anchor, anchor),
        RangePreset.Yesterday => new(anchor.AddDays(-1), anchor.AddDays(-1)),
        RangePreset.Week => DateRange.LastDays(anchor, 7),
        RangePreset.FourWeeks => DateRange.LastDays(anchor, 28),
        RangePreset.Month => new(StoreCalendar.StartOfMonth(anchor), anchor),
        RangePreset.Year => new(new DateOnly(anchor.Year, 1, 1), anchor),
        RangePreset.Twelve => new(anchor.AddYears(-1).AddDays(1), anchor),
        RangePreset.All => new(dataStart is { } start && start <= anchor ? start : anchor.AddYears(-1).AddDays(1), anchor),
        _ => DateRange.LastDays(anchor, 30),
    };

    public static RangePreset? Find(DateRange range, DateOnly anchor, DateOnly? dataStart = null)
    {
        foreach (var preset in Everyone)
        {
            if (Resolve(preset, anchor, dataStart) == range)
            {
                return preset;
            }
        }

        return null;
    }

    public static RangePreset? OfKey(char key) =>
        Enum.IsDefined((RangePreset)char.ToLowerInvariant(key)) ? (RangePreset)char.ToLowerInvariant(key) : null;

    /// <summary>The neighbouring range of the same length; whole months and years move as such.</summary>
    public static DateRange Move(DateRange range, int by)
    {
        var wholeMonths = range.From.Day == 1 && range.To.AddDays(1).Day == 1;
        if (!wholeMonths)
        {
            return new(range.From.AddDays(by * range.Days), range.To.AddDays(by * range.Days));
        }

        var after = range.To.AddDays(1);
        var months = ((after.Year - range.From.Year) * 12) + after.Month - range.From.Month;
        return new(range.From.AddMonths(by * months), after.AddMonths(by * months).AddDays(-1));
    }

    /// <summary>The range of an address, or the default where it names none or nonsense.</summary>
    public static DateRange Read(string? from, string? to, DateOnly anchor) =>
        TryDay(from, out var first) && TryDay(to, out var last) && first <= last
            ? new(first, last)
            : Resolve(Default, anchor);

    private static bool TryDay(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
        && day.Year is > 1900 and < 3000;

    private static int Place(RangePreset preset) => preset switch
    {
        RangePreset.Today => 0,
        RangePreset.Yesterday => 1,
        RangePreset.Week => 2,
        RangePreset.FourWeeks => 3,
        RangePreset.Thirty => 4,
        RangePreset.Month => 5,
        RangePreset.Year => 6,
        RangePreset.Twelve => 7,
        _ => 8,
    };
}
