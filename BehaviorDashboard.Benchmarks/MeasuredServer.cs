using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace BehaviorDashboard.Benchmarks;

/// <summary>The built program as a process of its own, as a merchant would run it.</summary>
internal sealed class MeasuredServer : IDisposable
{
    // The program's own output folder: the copy beside the measurements lacks the assets.
    private static readonly string Program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../BehaviorDashboard", Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../../.."), AppContext.BaseDirectory), "BehaviorDashboard.dll"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bd-server-");
    private readonly Uri _address = new($"http://127.0.0.1:{FreePort()}");
    private readonly HttpClient _client;
    private Process? _process;

    public MeasuredServer() => _client = new HttpClient { BaseAddress = _address, Timeout = TimeSpan.FromMinutes(2) };

    public Uri Address => _address;

    /// <summary>Where the event stores lie, a folder each.</summary>
    public string StoresFolder => Path.Combine(_folder.FullName, "stores");

    /// <summary>Seconds from the start of the process until the first page has been answered whole.</summary>
    public async Task<double> StartAsync()
    {
        var started = Stopwatch.StartNew();
        _process = Start("--DataFolder", _folder.FullName, "--urls", _address.ToString());
        while (started.Elapsed < TimeSpan.FromMinutes(2))
        {
            try
            {
                using var page = await _client.GetAsync(new Uri("/", UriKind.Relative));
                if (page.IsSuccessStatusCode && (await page.Content.ReadAsStringAsync()).Contains("</html>", StringComparison.Ordinal))
                {
                    return started.Elapsed.TotalSeconds;
                }
            }
            catch (HttpRequestException)
            {
                await Task.Delay(10);
            }
        }

        throw new TimeoutException("The program did not answer within two minutes.");
    }

    /// <summary>A store and a key for it, made on the command line.</summary>
    public async Task UseStoreAsync()
    {
        await VerbAsync("store", "create", "--name", "Measured", "--currency", "EUR", "--timezone", "UTC", "--slug", "measured");
        var key = await VerbAsync("key", "create", "--store", "measured", "--scopes", "read,write", "--json");
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", JsonDocument.Parse(key).RootElement.GetProperty("key").GetString());
    }

    public async Task PostAsync(string path)
    {
        using var body = new StringContent("{}", MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await _client.PostAsync(new Uri("/api/v1/stores/measured/" + path, UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<JsonElement> GetAsync(string path) =>
        JsonDocument.Parse(await _client.GetStringAsync(new Uri("/api/v1/stores/measured/" + path, UriKind.Relative))).RootElement;

    /// <summary>Memory of the process: held now, and most so far, in megabytes.</summary>
    public (long Now, long Peak) Megabytes()
    {
        _process!.Refresh();
        return (_process.WorkingSet64 / 1024 / 1024, _process.PeakWorkingSet64 / 1024 / 1024);
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, WorkingDirectory = Path.GetDirectoryName(Program) };
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        return Process.Start(start)!;
    }

    private async Task<string> VerbAsync(params string[] arguments)
    {
        using var verb = Start([.. arguments, "--DataFolder", _folder.FullName]);
        var said = await verb.StandardOutput.ReadToEndAsync();
        await verb.WaitForExitAsync();
        return verb.ExitCode == 0 ? said : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' ended with {verb.ExitCode}: {said}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
