namespace BehaviorDashboard.Events;

/// <summary>Says which roles an event plays in a question (start, return, activity): each role is a union of matches, resolved for one pass.</summary>
internal sealed class EventRoles
{
    // Possible matches are bits of one word.
    private const int MostMatches = 31;

    private readonly EventMatch[] _matches;
    private readonly int[] _roleOf;
    private readonly int[] _possible;
    // Matches that kind and name alone decide.
    private readonly int _sure;

    /// <param name="roles">At most 31 matches in all.</param>
    public EventRoles(TimelineWorld world, params IReadOnlyList<IReadOnlyList<EventMatch>> roles)
    {
        _matches = [.. roles.SelectMany(r => r).Select(m => m.BoundTo(world))];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_matches.Length, MostMatches, nameof(roles));
        _roleOf = [.. roles.SelectMany((r, i) => r.Select(_ => 1 << i))];
        _sure = _matches.Select((m, i) => m.IsSure ? 1 << i : 0).Sum();
        _possible = new int[world.Names.Count * EventMatch.Kinds];
        Array.Fill(_possible, -1);
        Columns = _matches.Aggregate(EventColumns.Base, (all, m) => all | m.Columns);
    }

    public EventColumns Columns { get; }

    /// <summary>Bits of the roles, the first role the lowest.</summary>
    public int Of(TimelineEvent e)
    {
        ref var possible = ref _possible[(e.NameNumber * EventMatch.Kinds) + (int)e.Kind];
        if (possible < 0)
        {
            possible = Possible(e);
        }

        var roles = 0;
        for (var left = possible; left != 0; left &= left - 1)
        {
            var m = int.TrailingZeroCount(left);
            if ((roles & _roleOf[m]) == 0 && ((_sure & (1 << m)) != 0 || _matches[m].Confirms(e)))
            {
                roles |= _roleOf[m];
            }
        }

        return roles;
    }

    private int Possible(TimelineEvent e)
    {
        var possible = 0;
        for (var m = 0; m < _matches.Length; m++)
        {
            possible |= _matches[m].MayMean(e.Kind, e.NameNumber) ? 1 << m : 0;
        }

        return possible;
    }
}
