using System.IO.Compression;
using System.Text;
using BehaviorDashboard.Features.Imports;

namespace BehaviorDashboard.Tests.Features.Imports;

/// <summary>What the process allocates is everybody's, so nothing else runs beside these tests.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneInTheProcess
{
    public const string Name = "alone in the process";
}

[Collection(AloneInTheProcess.Name)]
public sealed class ImportMemoryTests
{
    private const string Header = "customer,time,event,order,product,quantity,price\n";
    private const string Good = "c1,2026-01-01 10:00:00,purchase,o1,p1,1,2.50\n";

    [Fact]
    public async Task LineOfAHundredMegabytes_AmongGoodOnes_IsRefusedInBoundedMemory()
    {
        using var world = new ImportWorld();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Header + Good));
            var block = Enumerable.Repeat((byte)'x', 1 << 20).ToArray();
            for (var i = 0; i < 100; i++)
            {
                await gzip.WriteAsync(block);
            }

            await gzip.WriteAsync(Encoding.UTF8.GetBytes("\n" + Good));
        }

        var path = world.Write(packed.ToArray());
        var before = GC.GetTotalAllocatedBytes();
        var report = await world.ImportAsync(path);

        Assert.Equal((2L, 1L), (report.Accepted, report.RefusedByReason[RejectReason.LineTooLong]));
        Assert.True(GC.GetTotalAllocatedBytes() - before < 100 << 20, "The line was held as a whole.");
    }
}
