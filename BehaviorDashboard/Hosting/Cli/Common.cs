using System.CommandLine;

namespace BehaviorDashboard.Hosting.Cli;

/// <summary>A verb cannot do what it was asked; the sentence says what to do.</summary>
internal sealed class VerbFailed(string message) : Exception(message);

/// <summary>What all verbs share: where the data lies, how to answer, and how to fail.</summary>
internal static class Common
{
    private const int Failed = 1;

    public static Option<string?> DataFolder { get; } = new("--DataFolder") { Description = "Folder that everything is kept in; default: the setting DataFolder.", Recursive = true };

    public static Option<bool> Json { get; } = new("--json") { Description = "Answer with one JSON document.", Recursive = true };

    public static Option<string> Store() => new("--store") { Description = "Short name of the store.", Required = true };

    public static string FolderOf(ParseResult parsed)
    {
        var settings = new ConfigurationBuilder().SetBasePath(Application.ContentRoot()).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables();
        if (parsed.GetValue(DataFolder) is { } named)
        {
            settings.AddInMemoryCollection([new(nameof(DataFolder), Path.GetFullPath(named))]);
        }

        return Application.FolderOf(settings.Build());
    }

    /// <summary>Runs the verb; an expected failure is one sentence on the error stream and an exit code.</summary>
    public static void Does(this Command command, Func<ParseResult, CancellationToken, Task> work) => command.SetAction(async (parsed, ct) =>
    {
        try
        {
            await work(parsed, ct);
            return 0;
        }
        catch (Exception e) when (e is VerbFailed or DataFolderInUse or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Failed;
        }
        catch (HttpRequestException e)
        {
            await Console.Error.WriteLineAsync("The server on this data folder does not answer: " + e.Message);
            return Failed;
        }
    });
}
