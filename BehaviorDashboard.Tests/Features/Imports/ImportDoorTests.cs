using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using BehaviorDashboard.Tests.Stories;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Features.Imports;

/// <summary>A running server that takes files of one megabyte at most.</summary>
public sealed class ImportDoor : IAsyncLifetime
{
    private TemporaryFolder? _folder;

    internal RunningServer Server { get; private set; } = null!;

    internal StoreDoor Store { get; private set; } = null!;

    internal StoreDoor Reader { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _folder = new TemporaryFolder();
        Server = await RunningServer.StartAsync(_folder.Path, "--Imports:MaximumMegabytes", "1");
        Store = await StoreDoor.CreateAsync(Server, "Imports", "GBP");
        Reader = await StoreDoor.CreateAsync(Server, "Reading", "GBP", "read");
    }

    public async Task DisposeAsync()
    {
        Store.Dispose();
        Reader.Dispose();
        await Server.DisposeAsync();
        _folder!.Dispose();
    }
}

/// <summary>The programmable door of imports, from outside.</summary>
public sealed class ImportDoorTests(ImportDoor door) : IClassFixture<ImportDoor>
{
    private StoreDoor Store => door.Store;

    [Fact]
    public async Task Import_WithARefusedRow_HasEveryFieldOfTheContract()
    {
        var import = await Store.ImportAsync(ImportHouse.Header + "d1,2026-02-01 10:00:00,purchase,d-1,p1,2,2.50\nd2,soon,purchase,d-2,p1,1,1\n", "february.csv");

        Assert.Equal("done", import.GetProperty("state").GetString());
        Assert.Equal("generic", import.GetProperty("profile").GetString());
        Assert.Equal((2, 1, 0, 1), (Number(import, "rows"), Number(import, "accepted"), Number(import, "duplicates"), Number(import, "refused")));
        Assert.Equal(1, Number(import.GetProperty("refusedByReason"), "badTime"));
        Assert.Equal((1, 1), (Number(import, "customers"), Number(import, "orders")));
        Assert.Equal("""{"amount":5,"currency":"GBP"}""", import.GetProperty("netRevenue").GetRawText());
        Assert.Equal("2026-02-01T10:00:00Z", import.GetProperty("firstEvent").GetString());
        Assert.Equal("2026-02-01T10:00:00Z", import.GetProperty("lastEvent").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, import.GetProperty("error").ValueKind);
        Assert.Equal("line,reason,text\r\n3,badTime,\"d2,soon,purchase,d-2,p1,1,1\"\r\n", await Store.TextAsync($"/imports/{import.GetProperty("id").GetString()}/refused"));
    }

    [Fact]
    public async Task DryRun_AnswersTheReport_AndKeepsNothing()
    {
        var (status, report) = await Store.TryPostAsync("/imports?name=a.csv&dryRun=true", Text(ImportHouse.Header + "dry,2026-02-01,purchase,dry-1,p1,2,2.50\n"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((1, 1, "utf-8", ","), (Number(report, "rows"), Number(report, "accepted"), report.GetProperty("encoding").GetString(), report.GetProperty("delimiter").GetString()));
        Assert.DoesNotContain((await Store.GetAsync("/imports")).GetProperty("imports").EnumerateArray(), i => i.GetProperty("name").GetString() == "a.csv");
    }

    [Fact]
    public async Task Form_WithAMappingField_IsTaken()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("""{"columns":{"customer":"who","time":"when","event":"what"}}"""), "mapping" },
            { Text("who,when,what\nform-1,2026-02-01,view\n"), "file", "form.csv" },
        };

        var (status, body) = await Store.TryPostAsync("/imports", form);
        await Store.IdleAsync();

        Assert.Equal(HttpStatusCode.Accepted, status);
        var import = await Store.GetAsync($"/imports/{body.GetProperty("id").GetString()}");
        Assert.Equal(("form.csv", 1), (import.GetProperty("name").GetString(), Number(import, "accepted")));
    }

    [Fact]
    public async Task Lines_OfTheMachineFormat_AreIdempotentById()
    {
        const string Lines = """{"id":"l1","customer":"line-1","time":"2026-01-01T00:00:01Z","event":"Product Viewed","product":"p1"}""" + "\n";

        await Store.ImportAsync(Lines, "a.jsonl", "&profile=events");
        var again = await Store.ImportAsync(Lines + Lines, "b.jsonl", "&profile=events");

        Assert.Equal((2, 0, 2), (Number(again, "rows"), Number(again, "accepted"), Number(again, "duplicates")));
    }

    [Theory]
    [InlineData("", "import.empty")]
    [InlineData("customer,time,event\n", "import.headerOnly")]
    [InlineData("a,b\n1,2\n", "import.columns")]
    public async Task File_ThatCannotBeImported_IsAProblemWithACode(string text, string code)
    {
        var (status, body) = await Store.TryPostAsync("/imports?name=a.csv", Text(text));

        Assert.Equal((HttpStatusCode.BadRequest, code), (status, body.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("&mapping=%7B%22colour%22%3A1%7D", "import.mapping")]
    [InlineData("&profile=excel", "import.profile")]
    [InlineData("&mapping=%7B%22currency%22%3A%22EUR%22%7D", "import.currency")]
    public async Task Wish_ThatCannotBeFollowed_IsAProblemWithACode(string query, string code)
    {
        var (status, body) = await Store.TryPostAsync("/imports?name=a.csv" + query, Text(ImportHouse.Orders));

        Assert.Equal((HttpStatusCode.BadRequest, code), (status, body.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task File_LargerThanTheLimit_IsRefused(bool announced)
    {
        using HttpContent content = announced ? new ByteArrayContent(new byte[(1 << 20) + 1]) : new Unannounced(new byte[(1 << 20) + 1]);

        var (status, body) = await Store.TryPostAsync("/imports?name=a.csv", content);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "import.tooLarge"), (status, body.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Upload_BrokenOff_LeavesNothing()
    {
        var address = new Uri(door.Server.Address);
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(address.Host, address.Port);
            var head = $"POST {Store.Api}/imports?name=broken.csv HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: {Store.Authorization}\r\nContent-Length: 500000\r\n\r\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + ImportHouse.Orders));
            await UntilAsync(() => Spooled().Any(f => f.EndsWith(".part", StringComparison.Ordinal)));
        }

        await UntilAsync(() => !Spooled().Any(f => f.EndsWith(".part", StringComparison.Ordinal)));
        Assert.DoesNotContain((await Store.GetAsync("/imports")).GetProperty("imports").EnumerateArray(), i => i.GetProperty("name").GetString() == "broken.csv");
    }

    [Fact]
    public async Task Door_WithoutTheScope_IsShut()
    {
        using var answer = await door.Reader.SendAsync(HttpMethod.Post, $"{door.Reader.Api}/imports?name=a.csv", Text(ImportHouse.Orders));
        using var other = await Store.AnswerAsync($"{door.Reader.Api}/imports");
        using var page = await door.Server.Client().PostAsync(new Uri($"/s/{Store.Slug}/data/upload?name=a.csv", UriKind.Relative), Text(ImportHouse.Orders));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (answer.StatusCode, other.StatusCode));
        Assert.NotEqual(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Import_ThatIsNotThere_IsMissing()
    {
        using var answer = await Store.AnswerAsync($"{Store.Api}/imports/{Guid.NewGuid()}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private string[] Spooled() => Directory.Exists(Path.Combine(door.Server.Folder, "spool")) ? Directory.GetFiles(Path.Combine(door.Server.Folder, "spool")) : [];

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 1200 && !holds(); i++)
        {
            await Task.Delay(25);
        }

        Assert.True(holds());
    }

    private static int Number(System.Text.Json.JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static StringContent Text(string text) => new(text, Encoding.UTF8, new MediaTypeHeaderValue("text/csv"));

    /// <summary>A body that says nothing about its length.</summary>
    private sealed class Unannounced(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
