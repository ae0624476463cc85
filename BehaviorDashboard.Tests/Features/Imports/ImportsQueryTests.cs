using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Imports;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Tests.Features.Imports;

/// <summary>The hall: look, check, start, cancel.</summary>
public sealed class ImportsQueryTests
{
    [Fact]
    public async Task Look_CorrectedMapping_StandsAboveWhatWasFound()
    {
        await using var house = await ImportHouse.OpenAsync();
        var file = await house.HandInAsync("who,when,what\nc1,2026-01-01,view\n");

        var found = (await house.Query.LookAsync(house.Store, file, new ImportMapping(), default)).Value!;
        var corrected = (await house.Query.LookAsync(house.Store, file, Named, default)).Value!;

        Assert.Contains(ImportField.Time, found.Shape.Missing);
        Assert.Empty(corrected.Shape.Missing);
        Assert.Equal(["c1", "2026-01-01", "view"], Assert.Single(corrected.Shape.FirstRows));
    }

    [Fact]
    public async Task Check_CountsAsAnImportWould_AndStoresNothing()
    {
        await using var house = await ImportHouse.OpenAsync();
        await house.ImportAsync(ImportHouse.Orders);
        var file = await house.HandInAsync(ImportHouse.Orders + "c3,2026-01-03 10:00:00,purchase,o3,p1,1,7\nc3,soon,purchase,o4,p1,1,7\n");

        var report = (await house.Query.CheckAsync(house.Store, file, new ImportMapping(), null, default)).Value!;

        Assert.Equal((4L, 1L, 2L, 1L), (report.Rows, report.Accepted, report.Duplicates, report.Refused));
        Assert.Equal((3L, 3L, Money.ToScaled(19.5m)), (report.Customers, report.Orders, report.NetRevenue));
        Assert.Equal((5, RejectReason.BadTime), (Assert.Single(report.Examples).Line, report.Examples[0].Reason));
        Assert.Equal(2, await house.EventsAsync());
        Assert.Single(await house.Query.ListAsync(house.Store, default));
    }

    [Fact]
    public async Task Check_GivenUp_StopsAndStoresNothing()
    {
        await using var house = await ImportHouse.OpenAsync();
        var file = await house.HandInAsync(ImportHouse.Header + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"c{i},2026-01-01,view,,p1,1,1\n")));
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => house.Query.CheckAsync(house.Store, file, new ImportMapping(), new Stopping(stop), stop.Token));

        Assert.Equal(0, await house.EventsAsync());
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n", null, "import.columns")]
    [InlineData(ImportHouse.Orders, "EUR", "import.currency")]
    [InlineData(ImportHouse.Header, null, "import.headerOnly")]
    [InlineData("", null, "import.empty")]
    public async Task Start_WhatCannotBeImported_IsRefusedBeforeAnythingIsQueued(string text, string? currency, string code)
    {
        await using var house = await ImportHouse.OpenAsync();
        var file = await house.HandInAsync(text);

        var started = await house.Query.StartAsync(house.Store, file, new ImportMapping(Currency: currency), null, default);

        Assert.Equal(code, Assert.Single(started.Problems).Code);
        Assert.Empty(await house.Query.ListAsync(house.Store, default));
        Assert.Empty(await house.Get<RunLedger>().OpenAsync(house.Store));
    }

    [Fact]
    public async Task Start_SaidTwice_IsOneImport()
    {
        await using var house = await ImportHouse.OpenAsync();
        var file = await house.HandInAsync(ImportHouse.Orders);

        await house.Query.StartAsync(house.Store, file, new ImportMapping(), null, default);
        await house.Query.StartAsync(house.Store, file, new ImportMapping(), null, default);

        Assert.Single(await house.Query.ListAsync(house.Store, default));
        Assert.Single(await house.Get<RunLedger>().OpenAsync(house.Store));
    }

    [Fact]
    public async Task Cancel_AWaitingImport_LeavesNothingAndItCanBeStartedAnew()
    {
        await using var house = await ImportHouse.OpenAsync();
        var file = await house.HandInAsync(ImportHouse.Orders);
        await house.Query.StartAsync(house.Store, file, new ImportMapping(), null, default);

        var cancelled = await house.Query.CancelAsync(house.Store, file, default);

        Assert.Equal((ImportState.Cancelled, true), (cancelled.Value!.State, cancelled.Value.HasFile));
        Assert.Equal(ImportState.Cancelled, (await house.WorkAsync(file)).State);
        Assert.Equal(0, await house.EventsAsync());
        await house.Query.StartAsync(house.Store, file, new ImportMapping(), null, default);
        Assert.Equal((ImportState.Done, 2L), ((await house.WorkAsync(file)).State, await house.EventsAsync()));
    }

    [Fact]
    public async Task Cancel_AfterTheEnd_SaysThatItIsOver()
    {
        await using var house = await ImportHouse.OpenAsync();
        var done = await house.ImportAsync(ImportHouse.Orders);

        Assert.Equal("import.over", (await house.Query.CancelAsync(house.Store, done.Record.Id, default)).Problems[0].Code);
        Assert.Equal("import.missing", (await house.Query.CancelAsync(house.Other, done.Record.Id, default)).Problems[0].Code);
    }

    [Fact]
    public async Task Cancel_ARunningImport_LeavesNothing()
    {
        await using var house = await ImportHouse.OpenAsync();
        var file = await house.HandInAsync(ImportHouse.Orders);
        await house.Query.StartAsync(house.Store, file, new ImportMapping(), null, default);
        // As long as another writer is at work, this import cannot end by itself.
        var gate = house.Get<EventStores>().WriteGate(house.Store);
        await gate.WaitAsync();

        var work = house.WorkAsync(file);
        while ((await house.Query.FindAsync(house.Store, file, default)).Value!.State != ImportState.Running)
        {
            await Task.Delay(5);
        }

        await house.Query.CancelAsync(house.Store, file, default);
        var ended = await work;
        gate.Release();

        Assert.Equal(ImportState.Cancelled, ended.State);
        Assert.Equal(0, await house.EventsAsync());
    }

    private static ImportMapping Named => new(Columns: new Dictionary<ImportField, string> { [ImportField.Customer] = "who", [ImportField.Time] = "when", [ImportField.Event] = "what" });

    private sealed class Stopping(CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value) => stop.Cancel();
    }
}
