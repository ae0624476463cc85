using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Stories;

/// <summary>A program in front of one store of a running server, with the verbs of the story.</summary>
internal sealed class StoreDoor : IDisposable
{
    private readonly HttpClient _client;

    private StoreDoor(string slug, HttpClient client) => (Slug, _client) = (slug, client);

    public string Slug { get; }

    public string Api => $"/api/v1/stores/{Slug}";

    /// <summary>Creates store and key by the command line, beside the running server.</summary>
    public static async Task<StoreDoor> CreateAsync(RunningServer server, string name, string currency = "EUR", string scopes = "read,write")
    {
        var store = await VerbAsync("store", "create", "--name", name, "--currency", currency, "--timezone", "UTC", "--json", "--DataFolder", server.Folder);
        var slug = store.GetProperty("slug").GetString()!;
        var key = await VerbAsync("key", "create", "--store", slug, "--scopes", scopes, "--json", "--DataFolder", server.Folder);
        return new StoreDoor(slug, server.Client(key.GetProperty("key").GetString()));
    }

    public static async Task<JsonElement> VerbAsync(params string[] arguments)
    {
        var (code, output, errors) = await RunningServer.RunAsync(arguments);
        Assert.True(code == 0, errors + output);
        return JsonSerializer.Deserialize<JsonElement>(output);
    }

    /// <summary>The header that opens the door.</summary>
    public string Authorization => _client.DefaultRequestHeaders.Authorization!.ToString();

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body };
        return await _client.SendAsync(request);
    }

    public Task<HttpResponseMessage> AnswerAsync(string path) => _client.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await AnswerAsync(Api + path);
        return await ReadAsync(answer, path);
    }

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await _client.PostAsJsonAsync(new Uri(Api + path, UriKind.Relative), body);
        return await ReadAsync(answer, path);
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> TryPostAsync(string path, HttpContent body)
    {
        using var answer = await _client.PostAsync(new Uri(Api + path, UriKind.Relative), body);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<string> TextAsync(string path)
    {
        using var answer = await AnswerAsync(Api + path);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync();
    }

    public async Task<JsonElement> ImportAsync(string text, string name = "file.csv", string? query = null)
    {
        var (status, body) = await TryPostAsync($"/imports?name={name}{query}", new StringContent(text, Encoding.UTF8, "text/csv"));
        Assert.True(status == HttpStatusCode.Accepted, body.ToString());
        await IdleAsync();
        return await GetAsync($"/imports/{body.GetProperty("id").GetString()}");
    }

    /// <summary>Waits until nothing works or waits in the store.</summary>
    public async Task<List<JsonElement>> IdleAsync(int seconds = 180)
    {
        for (var i = 0; i < seconds * 4; i++)
        {
            var runs = await RunsAsync();
            if (runs.TrueForAll(r => r.GetProperty("state").GetString() is not ("queued" or "running")))
            {
                return runs;
            }

            await Task.Delay(250);
        }

        throw new TimeoutException("The store did not come to rest.");
    }

    public async Task<List<JsonElement>> RunsAsync() => [.. (await GetAsync("/runs")).GetProperty("runs").EnumerateArray()];

    public void Dispose() => _client.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, string path)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
