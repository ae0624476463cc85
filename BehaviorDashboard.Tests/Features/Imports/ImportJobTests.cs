using BehaviorDashboard.Features.Imports;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Tests.Features.Imports;

/// <summary>From a handed-in file to facts and a report.</summary>
public sealed class ImportJobTests
{
    private const string Refused = "c9,soon,purchase,o9,p1,1,1\n=1+1,2026-01-01,purchase,o9,p1,1,many\n";

    [Fact]
    public async Task Import_Done_HasCountsAReportAndNoFileAnyMore()
    {
        await using var house = await ImportHouse.OpenAsync();

        var done = await house.ImportAsync(ImportHouse.Orders + Refused);

        var counts = done.Record.Counts;
        Assert.Equal((ImportState.Done, 4L, 2L, 0L, 2L), (done.State, counts.Rows, counts.Accepted, counts.Duplicates, counts.Refused));
        Assert.Equal((2L, 2L, Money.ToScaled(12.5m)), (counts.Customers, counts.Orders, counts.NetRevenue));
        Assert.Equal(new Dictionary<string, long> { ["badTime"] = 1, ["notANumber"] = 1 }, counts.RefusedByReason);
        Assert.Equal((4L, 2), (ImportReport.Parse(done.Record.ReportJson)!.Rows, ImportReport.Parse(done.Record.ReportJson)!.Examples.Count));
        Assert.Empty(house.SpoolFiles);
    }

    [Fact]
    public async Task Refused_Download_NamesLineReasonAndText()
    {
        await using var house = await ImportHouse.OpenAsync();

        var done = await house.ImportAsync(ImportHouse.Orders + Refused);

        var lines = (await File.ReadAllTextAsync(done.Record.RefusedPath!)).Split("\r\n");
        Assert.Equal(["line,reason,text", "4,badTime,\"c9,soon,purchase,o9,p1,1,1\"", "5,notANumber,\"'=1+1,2026-01-01,purchase,o9,p1,1,many\"", ""], lines);
    }

    [Fact]
    public async Task Refused_BeyondTheLimit_AreCountedOnly()
    {
        await using var house = await ImportHouse.OpenAsync(("Imports:RefusedRowsKept", "1"));

        var done = await house.ImportAsync(ImportHouse.Orders + Refused);

        Assert.Equal(2, done.Record.Counts.Refused);
        Assert.Contains("1 further", await File.ReadAllTextAsync(done.Record.RefusedPath!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SameFileTwice_ChangesNothing_YetARepeatedLineCountsEachTime()
    {
        await using var house = await ImportHouse.OpenAsync();
        var text = ImportHouse.Orders + "c1,2026-01-01 10:00:00,purchase,o1,p1,1,2.50\n";

        var first = await house.ImportAsync(text);
        var second = await house.ImportAsync(text);

        Assert.Equal((3L, 3L, 0L), (first.Record.Counts.Rows, first.Record.Counts.Accepted, first.Record.Counts.Duplicates));
        Assert.Equal((3L, 0L, 3L), (second.Record.Counts.Rows, second.Record.Counts.Accepted, second.Record.Counts.Duplicates));
        Assert.Equal(3, await house.EventsAsync());
    }

    [Fact]
    public async Task TwoImportsAtOnce_BothArrive()
    {
        await using var house = await ImportHouse.OpenAsync();
        var files = await Task.WhenAll(house.HandInAsync(ImportHouse.Orders), house.HandInAsync(ImportHouse.Header + "c3,2026-01-03,view,,p1,1,1\n"));
        await Task.WhenAll(files.Select(f => house.Query.StartAsync(house.Store, f, new ImportMapping(), null, default)));

        await Task.WhenAll(files.Select(house.WorkAsync));

        Assert.Equal(3, await house.EventsAsync());
    }

    [Fact]
    public async Task Killed_BetweenTheFactsAndTheLedger_EndsWithTheSameFigures()
    {
        await using var house = await ImportHouse.OpenAsync();
        var file = await house.HandInAsync(ImportHouse.Orders);
        var path = house.Get<Spool>().PathOf(file);
        var kept = await File.ReadAllBytesAsync(path);
        var queued = (await house.Query.StartAsync(house.Store, file, new ImportMapping(), null, default)).Value!;
        var undisturbed = await house.WorkAsync(file);

        // As the ledger and the spool stood when the power went: the facts were in, nothing else was written.
        await File.WriteAllBytesAsync(path, kept);
        await house.Get<ImportLedger>().UpdateAsync(queued with { State = ImportState.Running }, default);
        await house.Get<RunLedger>().QueueAsync(house.Store, RunKinds.Import, new ImportArguments(file), null, default);
        var again = await house.WorkAsync(file);

        Assert.Equal(undisturbed.Record.ReportJson, again.Record.ReportJson);
        Assert.Equal((2L, 2L), (again.Record.Counts.Accepted, await house.EventsAsync()));
    }

    [Fact]
    public async Task Done_WhatIsComputedFromEventsFollows_AndOpenPagesHear()
    {
        await using var house = await ImportHouse.OpenAsync(["later"]);
        var heard = new TaskCompletionSource();
        using var page = house.Get<ChangeFeed>().Subscribe(house.Store, ChangeTopic.Events, () => heard.TrySetResult());

        await house.ImportAsync(ImportHouse.Orders);

        await heard.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Single(await house.Get<RunLedger>().ListAsync(house.Store, "later", 10));
    }

    [Fact]
    public async Task FileGone_FailsReadably()
    {
        await using var house = await ImportHouse.OpenAsync();
        var file = await house.HandInAsync(ImportHouse.Orders);
        await house.Query.StartAsync(house.Store, file, new ImportMapping(), null, default);
        File.Delete(house.Get<Spool>().PathOf(file));

        var failed = await house.WorkAsync(file);

        Assert.Equal((ImportState.Failed, "import.file.missing", false), (failed.State, failed.Record.ErrorCode, failed.HasFile));
        Assert.Equal(0, await house.EventsAsync());
    }

    [Fact]
    public async Task RealFile_OnlineRetail_HasTheKnownFigures()
    {
        if (ImportWorld.SharedFile("online_retail/online_retail_to_2011-09-09.csv") is not { } path)
        {
            return;
        }

        await using var house = await ImportHouse.OpenAsync();
        await using var content = File.OpenRead(path);
        var file = (await house.Query.HandInAsync(house.Store, "online_retail.csv", content, content.Length, null, default)).Value!.Id;

        var check = (await house.Query.CheckAsync(house.Store, file, new ImportMapping(), null, default)).Value!;
        await house.Query.StartAsync(house.Store, file, new ImportMapping(), null, default);
        var done = ImportReport.Parse((await house.WorkAsync(file)).Record.ReportJson)!;

        Assert.Equal(check.ToJson(), done.ToJson());
        Assert.Equal((334_054L, 17_086L, 3_412L, 91_927L, 6_031L), (done.Rows, done.Invoices, done.Customers, done.RowsWithoutCustomer, done.CancellationRows));
        Assert.Equal(6_013_039.54m, decimal.Round((decimal)done.LineTotal / Money.Scale, 2));
        Assert.Equal((new DateTime(2010, 12, 1, 8, 26, 0), new DateTime(2011, 9, 9, 16, 52, 0)), (done.FirstEvent, done.LastEvent));
        Assert.Equal((0L, 334_054L), (done.Refused, await house.EventsAsync()));
    }
}
