using System.CommandLine;

namespace BehaviorDashboard.Hosting.Cli;

/// <summary>
/// The command-line verbs. Those that only touch the workspace write into it beside a running server (SQLite allows that); those that need
/// the store go through the server, or through one that lives as long as the verb: one door, the same halls, the same answers.
/// </summary>
public static class CommandLine
{
    private static readonly string[] Verbs = ["store", "key", "import", "query", "train", "export", "sample", "backup", "restore", "erase", "--help", "-h", "-?", "--version"];

    /// <summary>Whether the arguments are a verb rather than settings of the server. A word that is no setting is a verb too: a misspelt one must not start a server.</summary>
    public static bool Wants(string[] args) => args.Length > 0 && (Verbs.Contains(args[0]) || !(args[0].StartsWith('-') || args[0].StartsWith('/') || args[0].Contains('=', StringComparison.Ordinal)));

    /// <returns>0 only when it worked.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        Console.OutputEncoding = System.Text.Encoding.UTF8;
        var parsed = Root().Parse(args);
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    internal static RootCommand Root() => new("BehaviorDashboard: starts the server without a verb (settings as --Section:Key VALUE, --urls ADDRESS), or does one of these.")
    {
        Common.DataFolder,
        Common.Json,
        StoreVerbs.Store(),
        StoreVerbs.Key(),
        DataVerbs.Import(),
        DataVerbs.Sample(),
        ModelVerbs.Query(),
        ModelVerbs.Train(),
        ModelVerbs.Export(),
        DataVerbs.Erase(),
        BackupVerbs.Backup(),
        BackupVerbs.Restore(),
    };
}
