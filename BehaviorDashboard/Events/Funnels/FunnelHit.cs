namespace BehaviorDashboard.Events.Funnels;

/// <summary>An event that means something to the funnel.</summary>
/// <param name="Micros">Microseconds since 1970, UTC.</param>
/// <param name="Place">Its place in the customer's timeline: neighbours differ by one.</param>
/// <param name="Steps">Bit i: it matches step i.</param>
/// <param name="Excluded">Bit i: it matches exclusion i.</param>
/// <param name="Held">Value of the property that is held constant.</param>
/// <param name="Group">Value of the breakdown's property.</param>
internal readonly record struct FunnelHit(long Micros, int Place, int Steps, int Excluded, string? Held, string? Group);

/// <summary>The best chain of one customer.</summary>
internal sealed class FunnelPath(int steps)
{
    /// <summary>The last filled step, counted from 0; -1 when there is none.</summary>
    public int Level { get; set; } = -1;

    /// <summary>Bit i: step i is filled.</summary>
    public int Filled { get; set; }

    /// <summary>When each filled step happened; in any order, the sorted times.</summary>
    public long[] Times { get; } = new long[steps];

    public string?[] Groups { get; } = new string?[steps];

    public void Clear()
    {
        Level = -1;
        Filled = 0;
    }

    public void Take(FunnelPath other)
    {
        Level = other.Level;
        Filled = other.Filled;
        other.Times.CopyTo(Times, 0);
        other.Groups.CopyTo(Groups, 0);
    }

    /// <summary>Further, or as far with more optional steps, or as far and sooner.</summary>
    public bool IsBehind(FunnelPath other)
    {
        if (other.Level != Level)
        {
            return other.Level > Level;
        }

        var (mine, theirs) = (int.PopCount(Filled), int.PopCount(other.Filled));
        return Level >= 0 && (theirs > mine || (theirs == mine && other.Times[Level] < Times[Level]));
    }
}
