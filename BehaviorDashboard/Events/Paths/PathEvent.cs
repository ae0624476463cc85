namespace BehaviorDashboard.Events.Paths;

/// <summary>An event that matters to paths. Sorted, those of one session stand together in time order, and those of one instant in the order of the definition.</summary>
/// <param name="Session">0 where paths lead across sessions.</param>
/// <param name="Rank">By kind.</param>
/// <param name="Starts">A path may start here.</param>
/// <param name="Aims">It is the target.</param>
internal readonly record struct PathEvent(int Session, long Micros, int Rank, string? Label, bool Starts, bool Steps, bool Aims) : IComparable<PathEvent>
{
    // Of events that look alike, one that is neither step nor target comes first, so that the start takes as little from its path as it can.
    public int CompareTo(PathEvent other)
    {
        var order = Session.CompareTo(other.Session);
        order = order != 0 ? order : Micros.CompareTo(other.Micros);
        order = order != 0 ? order : Rank.CompareTo(other.Rank);
        order = order != 0 ? order : string.CompareOrdinal(Label, other.Label);
        order = order != 0 ? order : Aims.CompareTo(other.Aims);
        order = order != 0 ? order : Steps.CompareTo(other.Steps);
        return order != 0 ? order : other.Starts.CompareTo(Starts);
    }
}
