using Microsoft.Extensions.Configuration.Memory;

namespace BehaviorDashboard.Hosting;

/// <summary>A server for one command-line verb: on a port of this machine that the system chooses, quiet, gone when the verb is done.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DataFolder _folder;

    private OwnServer(WebApplication app, DataFolder folder, ServerNote note) => (_app, _folder, Note) = (app, folder, note);

    public ServerNote Note { get; }

    /// <exception cref="DataFolderInUse">A server runs on the folder already.</exception>
    public static async Task<OwnServer> StartAsync(string path, CancellationToken ct)
    {
        var folder = DataFolder.Take(path);
        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "BehaviorDashboard", ContentRootPath = Application.ContentRoot() });
            builder.Configuration.Sources.Add(new MemoryConfigurationSource { InitialData = new Dictionary<string, string?> { ["urls"] = "http://127.0.0.1:0" } });
            builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Application.QuietLog });
            builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("BehaviorDashboard", LogLevel.Warning);
            builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
            var app = Application.Build(builder, folder);
            return new OwnServer(app, folder, await Application.StartAsync(app, folder, ct));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
