namespace BehaviorDashboard.Features.Samples;

/// <summary>
/// SplitMix64, one stream per customer: the same seed gives the same bytes on any runtime and with any number of threads,
/// and a larger world keeps the customers of a smaller one. <see cref="Random"/> promises neither.
/// </summary>
internal sealed class SampleDice
{
    private ulong _state;

    private SampleDice(ulong state) => _state = state;

    public static SampleDice ForCustomer(int seed, int customer) => Stream(seed, 1, customer);

    public static SampleDice ForVisitor(int seed, int visitor) => Stream(seed, 2, visitor);

    public static SampleDice ForCatalog(int seed) => Stream(seed, 3, 0);

    /// <summary>A stream of its own, so that who a customer is says nothing about how the customer behaves.</summary>
    public static SampleDice ForPerson(int seed, int customer) => Stream(seed, 4, customer);

    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double share) => Share() < share;

    public int Below(int bound) => (int)((Next() >> 32) * (ulong)bound >> 32);

    /// <summary>Both ends included.</summary>
    public int Between(int from, int to) => from + Below(to - from + 1);

    public T Pick<T>(T[] items) => items[Below(items.Length)];

    public double Normal(double mean, double deviation)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - Share()));
        return mean + deviation * radius * Math.Cos(2 * Math.PI * Share());
    }

    /// <summary>A factor around 1 (median), skewed as people's habits are.</summary>
    public double Spread(double deviation) => Math.Exp(Normal(0, deviation));

    /// <summary>Knuth's multiplication: right for the small means used here.</summary>
    public int Poisson(double mean)
    {
        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = Share(); product > limit; product *= Share())
        {
            count++;
        }

        return count;
    }

    /// <summary>Index into ascending running totals that end near 1.</summary>
    public int Index(double[] cumulative)
    {
        var found = Array.BinarySearch(cumulative, Share() * cumulative[^1]);
        return Math.Min(found < 0 ? ~found : found + 1, cumulative.Length - 1);
    }

    public static double[] Cumulate(IEnumerable<double> weights)
    {
        var total = 0.0;
        return [.. weights.Select(w => total += w)];
    }

    private static SampleDice Stream(int seed, uint stream, int index)
    {
        var dice = new SampleDice(((ulong)(uint)seed << 32) ^ stream);
        return new SampleDice(dice.Next() ^ ((ulong)(uint)index * 0xD1342543DE82EF95));
    }

    private ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
