using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace BehaviorDashboard.Tests.Support;

/// <summary>The built program as a process of its own, on a data folder and port of its own: what a stranger would run.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private RunningServer(string program, string folder, string address, string[] settings)
    {
        Folder = folder;
        Address = address;
        _process = Process.Start(Command(program, [.. settings, "--DataFolder", folder, "--urls", address]))!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    // The program's own output folder, not the copy beside the tests: that one lacks the assets.
    public static string Program { get; } = Path.Combine(Sources.Product, Path.GetRelativePath(Path.Combine(Sources.Root, "BehaviorDashboard.Tests"), AppContext.BaseDirectory), "BehaviorDashboard.dll");

    public string Folder { get; }

    public string Address { get; }

    /// <summary>Everything that the program has written to the console.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Starts and waits until it can serve.</summary>
    public static Task<RunningServer> StartAsync(string folder, params string[] settings) => StartAsync(Program, folder, settings);

    /// <summary>The same for a program that lies elsewhere, such as published output.</summary>
    public static async Task<RunningServer> StartAsync(string program, string folder, string[] settings)
    {
        var server = new RunningServer(program, folder, $"http://127.0.0.1:{FreePort()}", settings);
        using var client = new HttpClient();
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromSeconds(90))
        {
            if (server.HasExited)
            {
                break;
            }

            try
            {
                using var answer = await client.GetAsync(new Uri(server.Address + "/health/ready"));
                if (answer.IsSuccessStatusCode)
                {
                    return server;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        var output = server.Output;
        await server.DisposeAsync();
        throw new InvalidOperationException("The server did not start:\n" + output);
    }

    /// <summary>Runs the program once, as a command-line verb or until it ends by itself.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(Command(Program, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>A client of a program; without a key, one that nobody knows.</summary>
    public HttpClient Client(string? key = null)
    {
        // Redirects are answers here: they tell where a page sends a stranger.
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromMinutes(5) };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return client;
    }

    /// <summary>Where a story breaks off, what the program said belongs to the failure.</summary>
    public async Task ExplainAsync(Func<Task> story)
    {
        try
        {
            await story();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}\n--- the program said:\n{Output}", e);
        }
    }

    /// <summary>As a power cut would: no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo Command(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        return start;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
