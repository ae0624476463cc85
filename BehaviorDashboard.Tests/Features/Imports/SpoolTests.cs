using BehaviorDashboard.Features.Imports;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Features.Imports;

/// <summary>Files from outside: there whole, or not at all.</summary>
public sealed class SpoolTests
{
    [Fact]
    public async Task HandIn_WholeFile_IsThereByteByByte()
    {
        await using var house = await ImportHouse.OpenAsync();
        var bytes = new byte[3_000_001];
        new Random(1).NextBytes(bytes);

        var file = await HandInAsync(house, new Trickle(bytes));

        Assert.Equal((3_000_001L, "orders.csv", "Ada"), (file.Value!.Bytes, file.Value.Name, file.Value.HandedInBy));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(house.Get<Spool>().PathOf(file.Value.Id)));
    }

    [Fact]
    public async Task HandIn_BrokenOffHalfWay_LeavesNothing()
    {
        await using var house = await ImportHouse.OpenAsync();

        await Assert.ThrowsAsync<EndOfStreamException>(() => HandInAsync(house, new Trickle(new byte[500_000], breaks: true)));

        Assert.Empty(house.SpoolFiles);
    }

    [Fact]
    public async Task HandIn_GivenUpByTheSender_LeavesNothing()
    {
        await using var house = await ImportHouse.OpenAsync();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => house.Query.HandInAsync(house.Store, "a.csv", new Trickle(new byte[500_000]), null, null, stop.Token));

        Assert.Empty(house.SpoolFiles);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HandIn_LargerThanTheLimit_IsRefusedAndLeavesNothing(bool announced)
    {
        await using var house = await ImportHouse.OpenAsync(("Imports:MaximumMegabytes", "1"));
        var bytes = new byte[(1 << 20) + 1];

        var file = await house.Query.HandInAsync(house.Store, "a.csv", new Trickle(bytes), announced ? bytes.Length : null, null, default);

        Assert.Equal("import.tooLarge", Assert.Single(file.Problems).Code);
        Assert.Empty(house.SpoolFiles);
    }

    [Fact]
    public async Task HandIn_ExactlyTheLimit_IsTaken()
    {
        await using var house = await ImportHouse.OpenAsync(("Imports:MaximumMegabytes", "1"));

        Assert.True((await HandInAsync(house, new Trickle(new byte[1 << 20]))).Succeeded);
    }

    [Fact]
    public async Task HandIn_OnAFullDisk_IsRefusedAndLeavesNothing()
    {
        await using var house = await ImportHouse.OpenAsync(("Imports:MinimumFreeMegabytes", "1000000"));

        Assert.Equal("import.disk", Assert.Single((await HandInAsync(house, new Trickle(new byte[10]))).Problems).Code);

        Assert.Empty(house.SpoolFiles);
    }

    [Fact]
    public async Task HandIn_TwoAtOnce_BothArriveWhole()
    {
        await using var house = await ImportHouse.OpenAsync();
        byte[] one = [.. Enumerable.Repeat((byte)1, 700_000)], two = [.. Enumerable.Repeat((byte)2, 700_001)];

        var files = await Task.WhenAll(HandInAsync(house, new Trickle(one)), HandInAsync(house, new Trickle(two)));

        Assert.Equal(one, await File.ReadAllBytesAsync(house.Get<Spool>().PathOf(files[0].Value!.Id)));
        Assert.Equal(two, await File.ReadAllBytesAsync(house.Get<Spool>().PathOf(files[1].Value!.Id)));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\data\\orders.csv", "orders.csv")]
    [InlineData("a\u0000\nb.csv", "ab.csv")]
    [InlineData("  ", "file")]
    [InlineData("<script>alert(1)<!-- 订单.csv", "<script>alert(1)<!-- 订单.csv")]
    public async Task Name_OfTheSender_IsShownAndNeverAPath(string name, string shown)
    {
        await using var house = await ImportHouse.OpenAsync();

        var file = await house.Query.HandInAsync(house.Store, name, new MemoryStream("x"u8.ToArray()), null, null, default);

        Assert.Equal(shown, file.Value!.Name);
        Assert.All(house.SpoolFiles, f => Assert.StartsWith(file.Value.Id.ToString("N"), Path.GetFileName(f), StringComparison.Ordinal));
    }

    [Fact]
    public async Task File_OfAnotherStore_IsNotThere()
    {
        await using var house = await ImportHouse.OpenAsync();
        var file = await house.HandInAsync(ImportHouse.Orders);

        Assert.Equal("import.file.missing", (await house.Query.LookAsync(house.Other, file, new ImportMapping(), default)).Problems[0].Code);
        Assert.Equal("import.file.missing", (await house.Query.CheckAsync(house.Other, file, new ImportMapping(), null, default)).Problems[0].Code);
        Assert.Equal("import.file.missing", (await house.Query.StartAsync(house.Other, file, new ImportMapping(), null, default)).Problems[0].Code);
        house.Query.Forget(house.Other, file);
        Assert.True((await house.Query.LookAsync(house.Store, file, new ImportMapping(), default)).Succeeded);
    }

    [Fact]
    public async Task OldFile_ThatNobodyImported_GoesWithTheNextHandIn()
    {
        await using var house = await ImportHouse.OpenAsync(("Imports:SpoolDays", "1"));
        var old = await house.HandInAsync(ImportHouse.Orders);
        foreach (var file in house.SpoolFiles)
        {
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));
        }

        var fresh = await house.HandInAsync(ImportHouse.Orders);

        Assert.Null(house.Get<Spool>().Find(house.Store, old));
        Assert.NotNull(house.Get<Spool>().Find(house.Store, fresh));
    }

    private static Task<Outcome<SpooledFile>> HandInAsync(ImportHouse house, Stream content) => house.Query.HandInAsync(house.Store, "orders.csv", content, null, "Ada", default);

    /// <summary>Comes in pieces as from a network, and may break off in the middle.</summary>
    private sealed class Trickle(byte[] bytes, bool breaks = false) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            breaks && Position > Length / 2
                ? throw new EndOfStreamException("The connection is gone.")
                : base.ReadAsync(buffer[..Math.Min(buffer.Length, 10_007)], cancellationToken);
    }
}
