using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Learning.Experiments;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>
/// Compares, for each fact known at entry, the customers of whom it is known with all others. Only differences that remain after correcting for the
/// number of comparisons are told (false discovery rate, Benjamini-Hochberg), with intervals that hold although only the striking ones are shown.
/// A difference is no cause: the sentence says who, not why.
/// </summary>
internal static class FunnelsDistinction
{
    /// <summary>Expected share of false ones among those that are told, at most.</summary>
    public const double FalseShare = 0.05;

    /// <summary>Fewest customers on either side of a comparison.</summary>
    public const int Fewest = 50;

    // Fewest expected in each of the four cells; below, the test is not to be trusted.
    private const double FewestExpected = 5;

    public static FunnelsFacts Of(FunnelFacts facts)
    {
        var compared = OneOfEachPair([.. facts.Counts.Where(f => CanBeCompared(f.Value.Customers, facts)).Select(f => Row(f.Key, f.Value, facts))]);
        var adjusted = Multiplicity.BenjaminiHochberg([.. compared.Select(PValue)]);
        var told = compared.Zip(adjusted, (row, q) => row with { QValue = q }).Where(r => r.QValue <= FalseShare).ToList();
        var confidence = Multiplicity.Confidence(told.Count, compared.Count, FalseShare);
        return new FunnelsFacts(
            facts.Customers,
            facts.Converted,
            compared.Count,
            [.. told.Select(r => r with { Difference = Difference(r, confidence) }).OrderByDescending(r => Math.Abs(r.Difference.Value)).ThenBy(r => r.Fact.Name, StringComparer.Ordinal).ThenBy(r => r.Fact.Value, StringComparer.Ordinal)]);
    }

    // Of a property with two values, one is the other seen from behind: the one that speaks for converting stays.
    private static List<FunnelsFact> OneOfEachPair(IReadOnlyList<FunnelsFact> rows)
    {
        var kept = new List<FunnelsFact>();
        foreach (var row in rows.OrderByDescending(r => r.Share - r.OthersShare).ThenBy(r => r.Fact.Name, StringComparer.Ordinal).ThenBy(r => r.Fact.Value, StringComparer.Ordinal))
        {
            if (!kept.Exists(k => k.Fact.Name == row.Fact.Name && (k.Customers, k.Converted) == (row.Others, row.OthersConverted)))
            {
                kept.Add(row);
            }
        }

        return kept;
    }

    private static bool CanBeCompared(long customers, FunnelFacts facts)
    {
        var (others, stayed) = (facts.Customers - customers, facts.Customers - facts.Converted);
        return customers >= Fewest && others >= Fewest && Math.Min(customers, others) * (double)Math.Min(facts.Converted, stayed) / facts.Customers >= FewestExpected;
    }

    private static FunnelsFact Row(FunnelFact fact, (long Customers, long Converted) counted, FunnelFacts facts) =>
        new(fact, counted.Customers, counted.Converted, facts.Customers - counted.Customers, facts.Converted - counted.Converted, default, 1);

    private static double PValue(FunnelsFact row) => Differences.PValueOfProportions((int)row.Converted, (int)row.Customers, (int)row.OthersConverted, (int)row.Others);

    private static Estimate Difference(FunnelsFact row, double confidence) =>
        Differences.OfProportions((int)row.Converted, (int)row.Customers, (int)row.OthersConverted, (int)row.Others, confidence);
}
