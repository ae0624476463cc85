using System.Globalization;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Shell;

/// <summary>The range and the comparison in the address, and what one key makes of them.</summary>
public static class RangeKeys
{
    public const string Earlier = "ArrowLeft";
    public const string Later = "ArrowRight";
    public const string Comparison = "x";

    /// <returns>The new address; null where the key means nothing here.</returns>
    public static string? Apply(string key, NavigationManager at, StoreScope scope, DateRange range, bool compare, TimeProvider clock) => key switch
    {
        Comparison => at.GetUriWithQueryParameter("compare", compare ? "0" : null),
        Earlier => Address(at, RangePresets.Move(range, -1)),
        Later => Address(at, RangePresets.Move(range, 1)),
        [var letter] when RangePresets.OfKey(letter) is { } preset => Address(at, preset, scope, clock),
        _ => null,
    };

    public static string Address(NavigationManager at, RangePreset preset, StoreScope scope, TimeProvider clock) =>
        preset == RangePresets.Default ? Address(at, null) : Address(at, RangePresets.Resolve(preset, scope.Anchor(clock), scope.DataStart));

    /// <param name="range">Null goes back to the default, which the address leaves out.</param>
    public static string Address(NavigationManager at, DateRange? range) => at.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["from"] = range?.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["to"] = range?.To.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    });
}
