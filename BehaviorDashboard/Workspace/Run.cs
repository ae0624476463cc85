using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Workspace;

public enum RunState
{
    Queued,
    Running,
    Done,
    Failed,
    Cancelled,

    /// <summary>The process ended while it ran. A resumed run goes back to <see cref="Queued"/>, with <see cref="Run.Interruptions"/> counted.</summary>
    Interrupted,
}

/// <summary>A background job's durable record.</summary>
/// <param name="Attempt">1 for the first try.</param>
/// <param name="Stage">A code of the job, such as <c>reading</c>; pages translate it.</param>
/// <param name="Interruptions">How often the process ended under it.</param>
public sealed record Run(
    Guid Id,
    StoreId Store,
    string Kind,
    RunState State,
    double Progress,
    string? Stage,
    string? ArgumentsJson,
    string? ResultJson,
    string? ErrorCode,
    string? Error,
    int Attempt,
    string? RequestedBy,
    Guid? Schedule,
    DateTimeOffset Queued,
    DateTimeOffset? Started,
    DateTimeOffset? Ended,
    int Interruptions = 0,
    bool CancelRequested = false)
{
    public bool IsOver => State is RunState.Done or RunState.Failed or RunState.Cancelled or RunState.Interrupted;
}

/// <summary>The kinds of runs that rooms offer.</summary>
public static class RunKinds
{
    public const string Import = "import";
    public const string Sample = "sample";
    public const string Rfm = "rfm";
    public const string Segments = "segments";
    public const string Churn = "churn";
    public const string Carts = "carts";
    public const string Suggestions = "suggestions";

    /// <summary>Hands the new files of a watched folder in as imports.</summary>
    public const string Folder = "folder";

    /// <summary>Merges what came lately into the clustered timelines.</summary>
    public const string Merge = "merge";

    /// <summary>What is recomputed from the events, in the order in which one builds on the other.</summary>
    public static IReadOnlyList<string> Derived { get; } = [Rfm, Segments, Carts, Churn, Suggestions];
}

/// <param name="Always">Also where it would not pay: what was erased leaves the file by being written anew.</param>
public sealed record MergeArguments(bool Always = false);

/// <summary>The kinds that follow a successful import, in order. Lazy, because jobs themselves may ask for the ledger.</summary>
public sealed class AfterImportChain(Func<IReadOnlyList<string>> kinds)
{
    private readonly Lazy<IReadOnlyList<string>> _kinds = new(kinds);

    public IReadOnlyList<string> Kinds => _kinds.Value;
}
