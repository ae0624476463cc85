using System.Text;
using BehaviorDashboard.Kernel;
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
    internal static readonly Dictionary<string, string?> QuietLog = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:System"] = "Warning",
        ["Logging:LogLevel:Hangfire"] = "Warning",
        // The keys lie in a folder that only its owner may enter; there is no certificate on a fresh machine to wrap them with.
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        ["Logging:LogLevel:Microsoft.AspNetCore.StaticFiles"] = "Error",
        // A port that is taken is said in one sentence, not in a stack trace.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "None",
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

    /// <summary>The workspace alone, without owning the folder: SQLite lets a verb read and write beside a running server.</summary>
    internal static async Task<ServiceProvider> WorkspaceAsync(string dataFolder, CancellationToken ct)
    {
        Directory.CreateDirectory(dataFolder);
        var services = new ServiceCollection();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton(new AfterImportChain(() => []));
        services.AddOptions<WorkspaceOptions>().Configure(o => o.Folder = dataFolder);
        services.AddWorkspace();
        var provider = services.BuildServiceProvider();
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

    /// <summary>Brings the workspace to its present form, listens, and notes where.</summary>
    internal static async Task<ServerNote> StartAsync(WebApplication app, DataFolder folder, CancellationToken ct)
    {
        await app.Services.GetRequiredService<WorkspaceDatabase>().MigrateAsync(ct);
        await app.StartAsync(ct);
        var note = folder.WriteNote(AddressOf(app));
        app.Services.GetRequiredService<LocalOperatorKey>().Value = note.Key;
        return note;
    }

    private static async Task ServeAsync(WebApplication app, DataFolder folder)
    {
        var note = await StartAsync(app, folder, CancellationToken.None);
        await StartNotice.WriteAsync(app.Services, note.Address, folder);
        try
        {
            await app.WaitForShutdownAsync();
        }
        catch (OperationCanceledException)
        {
            // Pages that stay open can use up the time to stop, and workers are then left where they are: their runs are resumed at the next start.
            await Console.Error.WriteLineAsync("Stopped while pages or runs were still at work. Nothing that was acknowledged is lost; runs go on at the next start.");
        }
    }

    // The address that a browser on this machine can open: 0.0.0.0 and [::] are none.
    private static string AddressOf(WebApplication app)
    {
        var first = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost:5000";
        return first.Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal);
    }

    // Beside the settings file when run from the sources, else beside the program.
    internal static string ContentRoot() =>
        File.Exists(Path.Combine(Directory.GetCurrentDirectory(), "BehaviorDashboard.csproj")) || File.Exists(Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json"))
            ? Directory.GetCurrentDirectory()
            : AppContext.BaseDirectory;
}
