using System.Text;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Tests.Workspace;

public sealed class ImportIntakeTests
{
    [Fact]
    public async Task Accept_File_IsInTheSpool_InTheLedger_AndQueued()
    {
        await using var workspace = await TestWorkspace.CreateAsync();

        var import = await workspace.Get<ImportIntake>().AcceptAsync(workspace.Store, "a.jsonl", "events", "ada", (s, ct) => s.WriteAsync("{}\n"u8.ToArray(), ct).AsTask(), default);

        Assert.Equal("{}\n", await File.ReadAllTextAsync(import.SpoolPath));
        Assert.Equal((3L, ImportState.Queued, "ada"), (import.Bytes, import.State, import.RequestedBy));
        var run = Assert.Single(await workspace.Runs.ListAsync(workspace.Store, RunKinds.Import, 10));
        Assert.Equal(import.Run, run.Id);
        Assert.Contains(import.Id.ToString(), run.ArgumentsJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accept_WriterThatBreaksOff_LeavesNothingBehind()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var intake = workspace.Get<ImportIntake>();

        await Assert.ThrowsAsync<IOException>(() => intake.AcceptAsync(workspace.Store, "a.jsonl", "events", null, BreakAsync, default));

        Assert.Empty(Directory.GetFiles(intake.SpoolFolder));
        Assert.Empty(await workspace.Get<ImportLedger>().ListAsync(workspace.Store, default));
        Assert.Empty(await workspace.Runs.ListAsync(workspace.Store, null, 10));
    }

    [Fact]
    public async Task Accept_SameNameTwice_AreTwoFiles()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var intake = workspace.Get<ImportIntake>();

        var imports = await Task.WhenAll(Enumerable.Range(0, 4).Select(n =>
            intake.AcceptAsync(workspace.Store, "../../a.csv", "generic", null, (s, ct) => s.WriteAsync(Encoding.UTF8.GetBytes($"{n}"), ct).AsTask(), default)));

        Assert.Equal(4, imports.Select(i => i.SpoolPath).Distinct().Count());
        Assert.All(imports, i => Assert.Equal(intake.SpoolFolder, Path.GetDirectoryName(i.SpoolPath)));
    }

    private static async Task BreakAsync(Stream stream, CancellationToken ct)
    {
        await stream.WriteAsync("half"u8.ToArray(), ct);
        throw new IOException("The line broke.");
    }
}
