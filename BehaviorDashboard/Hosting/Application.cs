using System.Net;
using System.Text;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration.Memory;

namespace BehaviorDashboard.Hosting;

/// <summary>Starts the server, or says in plain words why it cannot.</summary>
public static class Application
{
    private const int WrongSettings = 2;
    private const int CannotStart = 3;

    // What a person at the console wants to read; any Logging setting wins over these.
    private static readonly Dictionary<string, string?> QuietLog = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:System"] = "Warning",
        ["Logging:LogLevel:Hangfire"] = "Warning",
        // The keys lie in a folder that only its owner may enter; there is no certificate on a fresh machine to wrap them with.
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        ["Logging:LogLevel:Microsoft.AspNetCore.StaticFiles"] = "Error",
    };

    public static async Task<int> RunAsync(string[] args)
    {
        Console.OutputEncoding = Encoding.UTF8;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot() });
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = QuietLog });
        builder.WebHost.UseStaticWebAssets();
        if (Settings.Check(builder.Configuration) is { Count: > 0 } wrong)
        {
            await Console.Error.WriteLineAsync("These settings are wrong:\n" + string.Join('\n', wrong.Select(w => "  " + w)));
            return WrongSettings;
        }

        try
        {
            using var folder = TakeFolder(builder);
            await using var app = Build(builder, folder);
            await ServeAsync(app, folder);
            return 0;
        }
        catch (Exception e) when (e is DataFolderInUse or UnauthorizedAccessException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return CannotStart;
        }
    }

    /// <summary>Everything but the web: for command-line verbs that open the data folder themselves.</summary>
    /// <exception cref="DataFolderInUse">A server or another verb holds the folder.</exception>
    public static async Task<ServiceProvider> ServicesAsync(IConfiguration configuration, string dataFolder, CancellationToken ct)
    {
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddLogging(l => l.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        // By a factory, so that the provider closes the folder as the last of its services.
        var folder = DataFolder.Take(dataFolder);
        services.AddDashboard(folder);
        services.AddSingleton(_ => folder);
        var provider = services.BuildServiceProvider();
        _ = provider.GetRequiredService<DataFolder>();
        await provider.GetRequiredService<WorkspaceDatabase>().MigrateAsync(ct);
        return provider;
    }

    /// <summary>Where the data folder lies, as an absolute path.</summary>
    public static string FolderOf(IConfiguration configuration) =>
        Path.GetFullPath(configuration[nameof(DashboardOptions.DataFolder)] is { Length: > 0 } set ? set : new DashboardOptions().DataFolder, ContentRoot());

    internal static WebApplication Build(WebApplicationBuilder builder, DataFolder folder)
    {
        builder.Services.AddDashboard(folder);
        builder.Services.AddWeb(folder);
        var app = builder.Build();
        app.UseWeb();
        return app;
    }

    private static DataFolder TakeFolder(WebApplicationBuilder builder) => DataFolder.Take(FolderOf(builder.Configuration));

    private static async Task ServeAsync(WebApplication app, DataFolder folder)
    {
        await app.Services.GetRequiredService<WorkspaceDatabase>().MigrateAsync(CancellationToken.None);
        await app.StartAsync();
        var address = AddressOf(app);
        app.Services.GetRequiredService<LocalOperatorKey>().Value = folder.WriteNote(address).Key;
        await StartNotice.WriteAsync(app.Services, address, folder);
        await app.WaitForShutdownAsync();
    }

    // The address that a browser on this machine can open: 0.0.0.0 and [::] are none.
    private static string AddressOf(WebApplication app)
    {
        var first = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost:5000";
        return first.Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal);
    }

    // Beside the settings file when run from the sources, else beside the program.
    private static string ContentRoot() =>
        File.Exists(Path.Combine(Directory.GetCurrentDirectory(), "BehaviorDashboard.csproj")) || File.Exists(Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json"))
            ? Directory.GetCurrentDirectory()
            : AppContext.BaseDirectory;

    internal static bool IsLoopback(IPAddress? address) => address is null || IPAddress.IsLoopback(address);
}
