using System.Net.Http.Headers;
using System.Text.Json;

namespace BehaviorDashboard.Hosting.Cli;

/// <summary>The server on a data folder: the one that runs, or one that lives as long as this link.</summary>
internal sealed class ServerLink : IAsyncDisposable
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(300);

    private readonly HttpClient _client;
    private readonly OwnServer? _own;

    private ServerLink(ServerNote note, OwnServer? own)
    {
        _own = own;
        _client = new HttpClient { BaseAddress = new Uri(note.Address), Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", note.Key);
    }

    public static async Task<ServerLink> OpenAsync(string folder, CancellationToken ct)
    {
        try
        {
            var own = await OwnServer.StartAsync(folder, ct);
            return new ServerLink(own.Note, own);
        }
        catch (DataFolderInUse) when (DataFolder.ReadNote(folder) is { } note)
        {
            return new ServerLink(note, null);
        }
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken ct)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative), ct);
        return await ReadAsync(answer, ct);
    }

    public async Task<JsonElement> PostAsync(string path, HttpContent content, CancellationToken ct)
    {
        using var answer = await _client.PostAsync(new Uri(path, UriKind.Relative), content, ct);
        return await ReadAsync(answer, ct);
    }

    public async Task<JsonElement> DeleteAsync(string path, CancellationToken ct)
    {
        using var answer = await _client.DeleteAsync(new Uri(path, UriKind.Relative), ct);
        return await ReadAsync(answer, ct);
    }

    public async Task DownloadAsync(string path, string file, CancellationToken ct)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, ct);
        if (!answer.IsSuccessStatusCode)
        {
            await ReadAsync(answer, ct);
        }

        await using var target = File.Create(file);
        await answer.Content.CopyToAsync(target, ct);
    }

    /// <summary>Asks again until the state is one of those that end it.</summary>
    public async Task<JsonElement> WaitAsync(string path, CancellationToken ct)
    {
        while (true)
        {
            var now = await GetAsync(path, ct);
            if (now.GetProperty("state").GetString() is not ("queued" or "running"))
            {
                return now;
            }

            await Task.Delay(PollEvery, ct);
        }
    }

    /// <summary>Waits until nothing works or waits in the store: what followed an import has been computed too.</summary>
    public async Task WaitUntilIdleAsync(string store, CancellationToken ct)
    {
        while ((await GetAsync($"/api/v1/stores/{store}/runs", ct)).GetProperty("runs").EnumerateArray().Any(r => r.GetProperty("state").GetString() is "queued" or "running"))
        {
            await Task.Delay(PollEvery, ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var isJson = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        var body = isJson ? await answer.Content.ReadFromJsonAsync<JsonElement>(ct) : default;
        if (answer.IsSuccessStatusCode)
        {
            return body;
        }

        throw new VerbFailed(body.ValueKind == JsonValueKind.Object && body.TryGetProperty("detail", out var detail) ? detail.GetString()! : $"The server answered {(int)answer.StatusCode}.");
    }
}
