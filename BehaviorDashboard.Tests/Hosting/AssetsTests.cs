using System.Diagnostics;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Hosting;

/// <summary>Files from outside the web project are a known trap: they can answer 200 with no bytes, and only in one of the two outputs.</summary>
public sealed class AssetsTests
{
    private static readonly string[] Wanted =
    [
        "/assets/css/app.css",
        "/_content/MudBlazor/MudBlazor.min.css",
        "/_content/MudBlazor/MudBlazor.min.js",
        "/_framework/blazor.web.js",
    ];

    [Fact]
    public async Task Assets_OfTheBuiltProgram_AreServedWhole()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(folder.Path);

        await AssertServedAsync(server);
    }

    [Fact]
    public async Task Assets_OfThePublishedProgram_AreServedWhole()
    {
        using var folder = new TemporaryFolder();
        var published = folder.File("published");
        await PublishAsync(published);

        await using var server = await RunningServer.StartAsync(Path.Combine(published, "BehaviorDashboard.dll"), folder.File("data"), []);

        await AssertServedAsync(server);
    }

    private static async Task AssertServedAsync(RunningServer server)
    {
        using var client = server.Client();
        foreach (var asset in Wanted)
        {
            using var answer = await client.GetAsync(new Uri(asset, UriKind.Relative));
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{asset} answered {(int)answer.StatusCode}");
            Assert.True(bytes.Length > 500, $"{asset} has {bytes.Length} bytes");
        }

        var css = await client.GetByteArrayAsync(new Uri(Wanted[0], UriKind.Relative));
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Sources.Root, "wwwroot-assets", "css", "app.css")), css);
    }

    private static async Task PublishAsync(string output)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", Sources.Product, "--no-build", "-c", configuration, "-o", output, "-v", "q", "-nologo"]) { RedirectStandardOutput = true })!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, said);
    }
}
