namespace BehaviorDashboard.Learning.Experiments;

/// <summary>Many comparisons at once: some are "significant" by luck alone.</summary>
public static class Multiplicity
{
    /// <summary>
    /// Adjusted p-values (Y. Benjamini and Y. Hochberg, JRSS B 57, 1995): among those at or under a level, the expected share of false ones is at most
    /// the level, for independent or positively dependent comparisons. Where there is nothing to find, finding anything is as rare as the level.
    /// </summary>
    /// <returns>In the order of the p-values, each at most 1.</returns>
    public static IReadOnlyList<double> BenjaminiHochberg(IReadOnlyList<double> pValues)
    {
        var adjusted = new double[pValues.Count];
        var least = 1.0;
        foreach (var (place, rank) in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]).Select((place, i) => (place, i + 1)).Reverse())
        {
            least = Math.Min(least, pValues[place] * pValues.Count / rank);
            adjusted[place] = least;
        }

        return adjusted;
    }

    /// <summary>
    /// The confidence that intervals of selected comparisons need, so that the expected share of those which miss is at most <paramref name="level"/>
    /// although only the striking ones are shown (Y. Benjamini and D. Yekutieli, JASA 100, 2005).
    /// </summary>
    public static double Confidence(int selected, int compared, double level) => compared == 0 ? 1 - level : 1 - (level * selected / compared);
}
