using System.Text.Json;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Workspace;

/// <summary>
/// What a room does in the background. A run may be started again after a kill, so it must be safe to run twice:
/// publish at the end, in one step.
/// </summary>
public interface IRunJob
{
    string Kind { get; }

    /// <summary>Place in the chain that follows a successful import; null when it is not part of it.</summary>
    int? AfterImport { get; }

    Task RunAsync(RunContext run, CancellationToken ct);
}

/// <summary>One execution, as its job sees it.</summary>
public sealed class RunContext(Guid id, StoreId store, string? argumentsJson, Func<double, string, Task>? report = null, string? requestedBy = null)
{
    public Guid Id => id;

    public StoreId Store => store;

    public string? RequestedBy => requestedBy;

    public string? ResultJson { get; private set; }

    /// <exception cref="RunRefused">The run has no arguments, or they do not fit.</exception>
    public T Arguments<T>()
    {
        try
        {
            return JsonSerializer.Deserialize<T>(argumentsJson ?? "{}", RunJson.Options) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new RunRefused(new Problem("run.arguments", $"The arguments of this run cannot be read: {e.Message}"));
        }
    }

    /// <param name="share">0 to 1.</param>
    /// <param name="stage">A code that the page translates.</param>
    public Task ReportAsync(double share, string stage) => report?.Invoke(share, stage) ?? Task.CompletedTask;

    /// <summary>What the run leaves behind in the ledger; kept as JSON.</summary>
    public void Complete(object result) => ResultJson = JsonSerializer.Serialize(result, RunJson.Options);
}

/// <summary>A run's JSON: the names and numbers that the API speaks.</summary>
public static class RunJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web);
}

/// <summary>An expected failure: the run ends as failed, with the problem's code and sentence, and no stack trace.</summary>
public sealed class RunRefused(Problem problem) : Exception(problem.Message)
{
    public Problem Problem => problem;
}
