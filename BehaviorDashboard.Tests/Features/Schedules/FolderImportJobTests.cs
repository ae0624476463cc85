using BehaviorDashboard.Features.Schedules;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Tests.Workspace;
using BehaviorDashboard.Workspace;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Tests.Features.Schedules;

public sealed class FolderImportJobTests : IDisposable
{
    private readonly TemporaryFolder _inbox = new();

    [Fact]
    public async Task Run_NewFile_IsHandedInOnce_AndAgainWhenItChanges()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var file = Put("orders.csv", "order_id\n1\n");

        await RunAsync(workspace, _inbox.Path);
        await RunAsync(workspace, _inbox.Path);

        var import = Assert.Single(await workspace.Get<ImportLedger>().ListAsync(workspace.Store, default));
        Assert.Equal(("orders.csv", ImportIntake.AnyProfile), (import.FileName, import.Profile));
        Assert.Equal("order_id\n1\n", await File.ReadAllTextAsync(import.SpoolPath));

        Put("orders.csv", "order_id\n1\n2\n");
        await RunAsync(workspace, _inbox.Path);

        Assert.Equal(2, (await workspace.Get<ImportLedger>().ListAsync(workspace.Store, default)).Count);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task Run_FilesBeingWrittenHiddenEmptyOrLinked_AreLeft()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        using var elsewhere = new TemporaryFolder();
        var secret = Path.Combine(elsewhere.Path, "secret.csv");
        await File.WriteAllTextAsync(secret, "secret");
        await File.WriteAllTextAsync(Path.Combine(_inbox.Path, "still-growing.csv"), "x");
        Put(".hidden.csv", "x");
        Put("empty.csv", "");
        File.CreateSymbolicLink(Path.Combine(_inbox.Path, "link.csv"), secret);

        await RunAsync(workspace, _inbox.Path);

        Assert.Empty(await workspace.Get<ImportLedger>().ListAsync(workspace.Store, default));
    }

    [Theory]
    [InlineData("/etc", "schedule.folder")]
    [InlineData("..", "schedule.folder")]
    [InlineData("", "schedule.folder")]
    [InlineData("{inbox}/../", "schedule.folder")]
    [InlineData("{inbox}-beside", "schedule.folder")]
    [InlineData("{inbox}/gone", "schedule.folder.missing")]
    public async Task Run_FolderThatIsNotAllowed_IsRefused(string folder, string code)
    {
        await using var workspace = await TestWorkspace.CreateAsync();

        var refused = await Assert.ThrowsAsync<RunRefused>(() => RunAsync(workspace, folder.Replace("{inbox}", _inbox.Path, StringComparison.Ordinal)));

        Assert.Equal(code, refused.Problem.Code);
    }

    [Fact]
    public void Check_LinkThatLeadsOut_IsRefused()
    {
        using var elsewhere = new TemporaryFolder();
        var link = Path.Combine(_inbox.Path, "out");
        Directory.CreateSymbolicLink(link, elsewhere.Path);

        Assert.Equal("schedule.folder", Watched().Check(link)?.Code);
    }

    [Fact]
    public async Task Schedule_OfAFolder_RemembersIt_AndForgetsItWithTheKind()
    {
        await using var workspace = await TestWorkspace.CreateAsync();
        var query = new SchedulesQuery(workspace.Get<ScheduleLedger>(), workspace.Runs, workspace.Get<StoreDirectory>(), Watched(), TimeProvider.System);

        var refused = await query.CreateAsync(workspace.Store, new ScheduleRequest(RunKinds.Folder, "0 * * * *", Folder: "/etc"), default);
        var created = await query.CreateAsync(workspace.Store, new ScheduleRequest(RunKinds.Folder, "0 * * * *", Folder: _inbox.Path), default);
        var kept = await query.UpdateAsync(workspace.Store, created.Value!.Schedule.Id, new ScheduleRequest(Enabled: false), default);
        var changed = await query.UpdateAsync(workspace.Store, created.Value.Schedule.Id, new ScheduleRequest(RunKinds.Rfm), default);

        Assert.Equal("schedule.folder", refused.Problems.Single().Code);
        Assert.Equal(_inbox.Path, SchedulesRules.FolderOf(kept.Value!.Schedule));
        Assert.Null(changed.Value!.Schedule.ArgumentsJson);
    }

    public void Dispose() => _inbox.Dispose();

    private async Task RunAsync(TestWorkspace workspace, string folder)
    {
        var job = new FolderImportJob(Watched(), workspace.Get<ImportIntake>(), workspace.Get<IOptions<WorkspaceOptions>>(), TimeProvider.System);
        await job.RunAsync(new RunContext(Guid.NewGuid(), workspace.Store, System.Text.Json.JsonSerializer.Serialize(new FolderArguments(folder), RunJson.Options)), default);
    }

    private WatchedFolders Watched() => new(Options.Create(new SchedulesOptions { WatchFolders = _inbox.Path + "; relative/one" }));

    private string Put(string name, string text)
    {
        var path = Path.Combine(_inbox.Path, name);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-5));
        return path;
    }
}
