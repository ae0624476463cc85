namespace BehaviorDashboard.Events;

/// <summary>
/// Says which keys of a batch may have come before: a Bloom filter in blocks of one cache line (Putze, Sanders, Singler 2007). Never misses a repeat; the few keys
/// that it suspects are looked at exactly. Grouping all keys to find the repeats costs three times as much, and most batches repeat nothing.
/// </summary>
internal sealed class RepeatFilter
{
    private const int Words = 8;
    private const int Probes = 4;

    // 16 MB: one key of 20,000 is suspected wrongly at five million keys, one of 20 at twenty million.
    private const int Blocks = 1 << 18;

    private readonly ulong[] _bits = new ulong[Blocks * Words];

    /// <summary>Brings what <see cref="Add"/> will look at into the cache, when the key comes within a few rows.</summary>
    public void Expect(UInt128 key) => Cache.Expect(ref _bits[(int)((ulong)(key >> 64) % Blocks) * Words]);

    /// <summary>Remembers a key, which must be a good hash, and says whether it may have been there.</summary>
    public bool Add(UInt128 key)
    {
        var (block, spots) = ((ulong)(key >> 64), (ulong)key);
        ref var words = ref _bits[(int)(block % Blocks) * Words];
        var seen = true;
        for (var i = 0; i < Probes; i++, spots >>= 9)
        {
            ref var word = ref System.Runtime.CompilerServices.Unsafe.Add(ref words, (int)(spots & (Words - 1)));
            var bit = 1UL << (int)((spots >> 3) & 63);
            seen &= (word & bit) != 0;
            word |= bit;
        }

        return seen;
    }
}
