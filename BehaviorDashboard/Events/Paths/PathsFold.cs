namespace BehaviorDashboard.Events.Paths;

/// <summary>Counts paths over all timelines, see <see cref="PathsDefinition"/>; who is named is who was counted.</summary>
public sealed class PathsFold : ITimelineFold<PathsFold>
{
    /// <summary>A choice of labels can be made down to this share of all paths.</summary>
    public const double LeastShare = 0.005;

    // Twenty times what the least share needs, so that hardly any label is chosen that is not frequent.
    private const int MostFrequent = 4_000;
    private const int MostLabels = 2_000;
    private const int MostEdges = 50_000;

    private const int Activity = 1;
    private const int Starts = 2;
    private const int Steps = 4;
    private const int Aims = 8;

    private static readonly string[] KindNames = [.. Enum.GetValues<EventKind>().Select(k => k.ToString())];

    private readonly PathsDefinition _definition;
    private readonly EventRoles _roles;
    private readonly PathTimeline _timeline;
    private readonly PathTally _tally;
    private readonly List<int> _people = [];
    private int _customer;
    private bool _wanted;
    private bool _counted;
    private bool _named;

    public PathsFold(PathsDefinition definition, TimelineWorld world)
        : this(definition, world, MostLabels, MostEdges, MostFrequent)
    {
    }

    internal PathsFold(PathsDefinition definition, TimelineWorld world, int mostLabels, int mostEdges, int mostFrequent)
    {
        _definition = definition;
        _roles = new EventRoles(world, definition.Sessions.Activity, definition.Events, definition.Steps, definition.Target);
        _timeline = new PathTimeline(definition, Take);
        _tally = new PathTally(definition, mostLabels, mostEdges, mostFrequent);
        Columns = _roles.Columns | definition.Sessions.Columns | EventMatch.ColumnOf(definition.Label);
    }

    /// <inheritdoc/>
    public EventColumns Columns { get; }

    /// <summary>All paths.</summary>
    public PathCount Total { get; private set; }

    /// <summary>Different customers with a path.</summary>
    public long Customers { get; private set; }

    /// <summary>There are too many different labels: ask again with a choice of them, see <see cref="MayExceed"/>.</summary>
    public bool NeedsChoice => _tally.IsGivenUp;

    /// <summary>Every step from label to label with its count; without a choice of labels each stands by itself.</summary>
    public IEnumerable<(PathEdge Edge, PathCount Count)> Edges => NeedsChoice ? throw new InvalidOperationException("Ask again with a choice of labels.") : _tally.Edges;

    /// <summary>Numbers of the customers who were asked for.</summary>
    public IReadOnlyList<int> People => _people;

    /// <summary>Labels, by step, that hold at least so large a share of all paths, and perhaps a few that do not.</summary>
    /// <param name="share"><see cref="LeastShare"/> and up.</param>
    public PathShown MayExceed(double share) => new([.. Enumerable.Range(0, _definition.Depth).Select(step => _tally.MayExceed(step, share * Total.Paths))]);

    /// <inheritdoc/>
    public void Start(int customer)
    {
        _customer = customer;
        _wanted = _definition.Customers is null || _definition.Customers.Contains(customer);
        (_counted, _named) = (false, false);
        _timeline.Clear();
    }

    /// <inheritdoc/>
    public void Event(TimelineEvent e)
    {
        if (_wanted && _roles.Of(e) is var roles and not 0)
        {
            var label = (roles & (Starts | Steps)) != 0 ? LabelOf(e) : null;
            _timeline.Add(e, (roles & Activity) != 0, (roles & Starts) != 0, (roles & Steps) != 0, (roles & Aims) != 0, label);
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        _timeline.Judge();
        Customers += _counted ? 1 : 0;
        if (_named)
        {
            _people.Add(_customer);
        }
    }

    /// <inheritdoc/>
    public void Merge(PathsFold other)
    {
        Total += other.Total;
        Customers += other.Customers;
        _tally.Add(other._tally);
        _people.AddRange(other._people);
    }

    private void Take(FoundPath path)
    {
        _counted = true;
        Total += new PathCount(1, path.Reached ? 1 : 0);
        _tally.Add(path);
        _named |= _definition.People is { } people && _tally.Leads(path, people);
    }

    private string? LabelOf(TimelineEvent e) => _definition.Label == "kind" ? KindNames[(int)e.Kind] : EventMatch.PropertyOf(e, _definition.Label);
}
