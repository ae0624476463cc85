namespace BehaviorDashboard.Events.Paths;

/// <summary>One path; the same object is filled again for the next.</summary>
internal sealed class FoundPath(int depth)
{
    private readonly string[] _steps = new string[depth];

    public int Count { get; private set; }

    public bool IsFull => Count == _steps.Length;

    /// <summary>How it ended; null where it was not followed to its end.</summary>
    public PathNodeKind? End { get; set; }

    public bool Reached { get; set; }

    /// <summary>Label of a step, the first is 0.</summary>
    public string this[int step] => _steps[step];

    public void Clear() => (Count, End, Reached) = (0, null, false);

    public void Add(string label) => _steps[Count++] = label;
}
