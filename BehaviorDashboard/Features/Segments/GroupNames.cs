namespace BehaviorDashboard.Features.Segments;

/// <summary>What sets a group apart, as feature and direction: the resources name it in each language.</summary>
/// <param name="High">Above the other customers, or below.</param>
/// <param name="Distance">Standard deviations from the mean of everybody.</param>
public sealed record GroupMark(string Feature, bool High, double Distance)
{
    /// <summary>For example <c>discount_share.high</c>.</summary>
    public string Code => Feature == OneTime ? Feature : Feature + (High ? ".high" : ".low");

    /// <summary>Stands for few orders where hardly anybody of the group has a second.</summary>
    public const string OneTime = "one_time";
}

/// <summary>A group's name: its strongest marks, and a number where the marks alone would name two groups alike.</summary>
/// <param name="Number">1, or higher for the second and later group with these marks.</param>
public sealed record GroupName(IReadOnlyList<GroupMark> Marks, int Number)
{
    /// <summary>For example <c>discount_share.high+orders_all.low</c>, or with <c>#2</c> for a second one alike.</summary>
    public string Code => string.Join('+', Marks.Select(m => m.Code)) + (Number > 1 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#{Number}") : "");
}

/// <summary>Gives groups names made from their marks, so that no two groups share one.</summary>
public static class GroupNames
{
    /// <summary>Weaker marks say nothing.</summary>
    private const double Weakest = 0.25;

    private const int Longest = 3;

    /// <param name="distances">One row per group: standardised difference from everybody, per feature.</param>
    /// <param name="oneTime">Groups in which hardly anybody ordered twice: that names them before anything else.</param>
    public static IReadOnlyList<GroupName> Choose(IReadOnlyList<string> features, IReadOnlyList<IReadOnlyList<double>> distances, IReadOnlyList<bool>? oneTime = null)
    {
        var marks = distances.Select((row, g) => Ranked(features, row, oneTime is not null && oneTime[g])).ToList();
        var lengths = marks.Select(m => Math.Min(m.Count, m.Count(x => Math.Abs(x.Distance) >= Weakest) >= 2 ? 2 : 1)).ToArray();
        while (Clash(marks, lengths) is { Count: > 0 } alike)
        {
            alike.ForEach(group => lengths[group]++);
        }

        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. marks.Select((m, i) => new GroupName([.. m.Take(lengths[i])], used[CodeOf(m, lengths[i])] = used.GetValueOrDefault(CodeOf(m, lengths[i])) + 1))];
    }

    // All groups of one name grow together: a longer name for only some of them would promise a difference that is not there.
    private static List<int>? Clash(List<List<GroupMark>> marks, int[] lengths) => Enumerable.Range(0, marks.Count)
        .GroupBy(group => CodeOf(marks[group], lengths[group]), StringComparer.Ordinal)
        .Where(alike => alike.Count() > 1)
        .Select(alike => alike.Where(group => lengths[group] < Math.Min(Longest, marks[group].Count)).ToList())
        .FirstOrDefault(growing => growing.Count > 0);

    /// <summary>Groups that continue keep their former names while every mark still holds, so that words do not change with every training.</summary>
    /// <param name="continued">Per group the place of its former name, or null.</param>
    public static IReadOnlyList<GroupName> Kept(
        IReadOnlyList<GroupName> names,
        IReadOnlyList<int?> continued,
        IReadOnlyList<GroupName>? former,
        IReadOnlyList<string> features,
        IReadOnlyList<IReadOnlyList<double>> distances,
        IReadOnlyList<bool> oneTime)
    {
        var kept = names.Select((name, g) => continued[g] is { } place && former![place].Marks.All(m => Holds(m, Ranked(features, distances[g], oneTime[g]))) ? former[place] : name).ToList();
        return kept.Select(n => n.Code).Distinct().Count() == kept.Count ? kept : names;
    }

    private static bool Holds(GroupMark mark, List<GroupMark> now) => now.Exists(m => m.Code == mark.Code && (m.Feature == GroupMark.OneTime || Math.Abs(m.Distance) >= Weakest));

    private static List<GroupMark> Ranked(IReadOnlyList<string> features, IReadOnlyList<double> row, bool oneTime) =>
        [.. features.Select((f, i) => new GroupMark(oneTime && f == "orders_all" ? GroupMark.OneTime : f, row[i] >= 0, row[i]))
            .OrderByDescending(m => m.Feature == GroupMark.OneTime).ThenByDescending(m => Math.Abs(m.Distance)).ThenBy(m => m.Feature, StringComparer.Ordinal)];

    private static string CodeOf(List<GroupMark> marks, int length) => string.Join('+', marks.Take(length).Select(m => m.Code));
}
