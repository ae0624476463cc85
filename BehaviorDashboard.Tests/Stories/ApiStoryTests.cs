using System.Net;
using System.Text.Json;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Stories;

/// <summary>The programmable door, driven from outside over HTTP as any program would.</summary>
[Collection(SampleStories.Name)]
public sealed class ApiStoryTests(SampleServer sample)
{
    private StoreDoor Store => sample.Store;

    [Fact]
    public void Chain_AfterTheSample_RanToItsEnd()
    {
        var kinds = sample.Runs.ToDictionary(r => r.GetProperty("kind").GetString()!, r => r.GetProperty("state").GetString());

        Assert.Equal(["carts", "churn", "import", "merge", "rfm", "sample", "segments", "suggestions"], kinds.Keys.Order());
        Assert.All(kinds.Values, state => Assert.Equal("done", state));
    }

    [Fact]
    public async Task Funnel_PeopleAndCounts_Agree()
    {
        object Ask(int step, string outcome) => new
        {
            steps = new[] { Step("@view"), Step("@cartadd"), Step("@order") },
            window = new { value = 7, unit = "day" },
            people = new { step, outcome },
        };

        var reached = await Store.PostAsync("/funnels/query", Ask(2, "reached"));
        var dropped = await Store.PostAsync("/funnels/query", Ask(3, "dropped"));

        var counts = reached.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("count").GetInt64()).ToList();
        Assert.True(counts[0] > counts[1] && counts[1] > counts[2] && counts[2] > 0, string.Join(' ', counts));
        Assert.Equal(counts[1], reached.GetProperty("people").GetArrayLength());
        Assert.Equal(counts[1] - counts[2], dropped.GetProperty("people").GetArrayLength());
    }

    [Fact]
    public async Task Funnel_Parts_AddUp()
    {
        var answer = await Store.PostAsync("/funnels/query", new
        {
            steps = new[] { Step("@view"), Step("@cartadd"), Step("@order") },
            window = new { value = 7, unit = "day" },
            revenue = true,
            trend = "month",
            times = new { from = 0, to = 2 },
            next = new { after = 1 },
            distinguish = true,
            compare = "previous",
            breakdown = new { property = "product", attribution = "first" },
        });

        var steps = answer.GetProperty("steps").EnumerateArray().ToList();
        long Count(int step) => steps[step].GetProperty("count").GetInt64();
        long Sum(string part, Func<JsonElement, JsonElement> of) => answer.GetProperty(part).EnumerateArray().Sum(p => of(p).GetInt64());
        Assert.Equal(Count(2), Sum("breakdown", g => g.GetProperty("steps")[2].GetProperty("count")));
        Assert.Equal(Count(0), Sum("trend", p => p.GetProperty("reached")[0]));
        Assert.Equal(Count(2), answer.GetProperty("times").GetProperty("bins").EnumerateArray().Sum(b => b.GetProperty("count").GetInt64()));
        Assert.Equal(Count(0) - Count(1), steps[1].GetProperty("lost").GetInt64());
        Assert.True(steps[1].GetProperty("valueAtRisk").GetProperty("amount").GetDecimal() > 0);
        Assert.Equal(3, steps[2].GetProperty("revenue").GetProperty("currency").GetString()!.Length);
        Assert.Equal(Count(1), answer.GetProperty("next").GetProperty("customers").GetInt64());
        Assert.True(answer.GetProperty("distinguish").GetProperty("compared").GetInt32() > 0);
    }

    [Fact]
    public async Task Funnel_Malformed_NamesEveryProblem()
    {
        var (status, body) = await Store.TryPostAsync("/funnels/query", new StringContent("""{"steps":[{"any":[{"event":"@view"}]}],"window":{"value":0,"unit":"fortnight"},"order":"backwards"}"""));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        var codes = body.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("code").GetString()).ToList();
        Assert.Contains("funnel.steps", codes);
        Assert.Contains("funnel.window_unit", codes);
        Assert.Contains("funnel.order", codes);
    }

    [Fact]
    public async Task Churn_Explanation_AddsUpToTheRawScore()
    {
        var model = await Store.GetAsync("/models/churn");
        var scores = await Store.GetAsync("/models/churn/scores?take=5");
        foreach (var score in scores.GetProperty("scores").EnumerateArray())
        {
            var why = await Store.GetAsync($"/customers/{score.GetProperty("customer").GetString()}/explanations/churn");

            var sum = why.GetProperty("base").GetDouble() + why.GetProperty("contributions").EnumerateArray().Sum(c => c.GetProperty("contribution").GetDouble());
            Assert.Equal(why.GetProperty("rawScore").GetDouble(), sum, 1e-9);
            Assert.Equal(score.GetProperty("score").GetDouble(), why.GetProperty("score").GetDouble(), 1e-9);
            Assert.All(why.GetProperty("contributions").EnumerateArray(), c => Assert.NotEmpty(c.GetProperty("sentence").GetString()!));
        }

        Assert.Equal(model.GetProperty("modelVersion").GetString(), scores.GetProperty("scores")[0].GetProperty("modelVersion").GetString());
    }

    [Fact]
    public async Task Train_WithTheSameSeed_GivesTheSameMetrics()
    {
        var before = await Store.GetAsync("/models/churn");
        var queued = await Store.PostAsync("/models/churn/train", new { seed = before.GetProperty("seed").GetInt32(), horizonDays = before.GetProperty("horizonDays").GetInt32() });
        await Store.IdleAsync();

        var run = await Store.GetAsync($"/runs/{queued.GetProperty("id").GetString()}");
        var after = await Store.GetAsync("/models/churn");

        Assert.Equal("done", run.GetProperty("state").GetString());
        Assert.Equal(before.GetProperty("metrics").ToString(), after.GetProperty("metrics").ToString());
    }

    [Fact]
    public async Task Suggestion_AcceptedTwice_IsOneCampaignAndItsExportMatchesItsCounts()
    {
        var suggestion = (await Store.GetAsync("/suggestions")).GetProperty("suggestions")[0];
        var id = Uri.EscapeDataString(suggestion.GetProperty("id").GetString()!);

        var first = await Store.PostAsync($"/suggestions/{id}/accept", new { });
        var second = await Store.PostAsync($"/suggestions/{id}/accept", new { });

        Assert.Equal(first.GetProperty("campaign").GetGuid(), second.GetProperty("campaign").GetGuid());
        var audience = (await Store.GetAsync("/audiences")).GetProperty("audiences").EnumerateArray().Single(a => a.GetProperty("id").GetGuid() == first.GetProperty("audience").GetGuid());
        var lines = (await Store.TextAsync($"/audiences/{audience.GetProperty("id").GetGuid()}/export?format=csv&bom=true")).TrimEnd().Split("\r\n");
        Assert.Equal(audience.GetProperty("exported").GetInt32(), lines.Length - 1);
        Assert.InRange(audience.GetProperty("holdOut").GetInt32(), 1, audience.GetProperty("members").GetInt32() - 1);
        await Store.GetAsync($"/campaigns/{first.GetProperty("campaign").GetGuid()}/results");
    }

    [Fact]
    public async Task Customers_SegmentAndItsMembers_Agree()
    {
        var filter = JsonSerializer.Deserialize<JsonElement>("""{"property":"orders","op":"gte","value":3}""");
        var preview = await Store.PostAsync("/segments/preview", new { filter });
        var segment = await Store.PostAsync("/segments", new { name = "Three and more", filter });
        var members = await Store.GetAsync($"/segments/{segment.GetProperty("id").GetGuid()}/members?take=10000");
        var listed = await Store.GetAsync($"/customers?filter={Uri.EscapeDataString(filter.ToString())}&take=1");

        Assert.Equal(preview.GetProperty("count").GetInt64(), members.GetProperty("customers").GetArrayLength());
        Assert.Equal(preview.GetProperty("count").GetInt64(), listed.GetProperty("total").GetInt64());
        var customer = members.GetProperty("customers")[0].GetString();
        Assert.Equal(customer, (await Store.GetAsync($"/customers/{customer}")).GetProperty("id").GetString());
        Assert.NotEqual(0, (await Store.GetAsync($"/customers/{customer}/timeline")).GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task OpenApi_ListsTheDoor()
    {
        using var answer = await Store.AnswerAsync("/openapi/v1.json");
        var paths = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();

        Assert.All(
            (string[])["imports", "funnels/query", "customers", "segments", "suggestions", "models/churn/scores", "audiences/{id}/export", "runs/{id}"],
            path => Assert.Contains($"/api/v1/stores/{{store}}/{path}", paths));
    }

    [Fact]
    public async Task OpenApi_EveryCall_SaysWhatItTakesAnswersAndRefuses()
    {
        var document = await DescriptionAsync();
        var calls = document.GetProperty("paths").EnumerateObject().Where(p => p.Name.StartsWith("/api/v1/", StringComparison.Ordinal))
            .SelectMany(p => p.Value.EnumerateObject().Select(o => (Name: $"{o.Name} {p.Name}", Call: o.Value))).ToList();

        Assert.True(calls.Count > 30);
        Assert.All(calls, c =>
        {
            Assert.False(string.IsNullOrWhiteSpace(c.Call.GetProperty("summary").GetString()), c.Name);
            Assert.True(c.Call.GetProperty("tags").GetArrayLength() == 1, c.Name);
            var answers = c.Call.GetProperty("responses").EnumerateObject().Select(r => r.Name).ToList();
            Assert.True(answers.Exists(a => a is "200" or "201" or "202" or "204"), c.Name);
            Assert.Empty(((string[])["400", "401", "403", "404"]).Except(answers));
        });
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString());
        Assert.True(document.GetProperty("components").GetProperty("schemas").GetProperty("Problem").GetProperty("properties").TryGetProperty("code", out _));
    }

    [Fact]
    public async Task OpenApi_ExamplesOfBodiesReadByHand_Work()
    {
        var paths = (await DescriptionAsync()).GetProperty("paths");
        JsonElement BodyOf(string path, string type) => paths.GetProperty($"/api/v1/stores/{{store}}/{path}").GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty(type);

        foreach (var (room, part) in ((string, string)[])[("funnels", "steps"), ("retention", "start"), ("lifecycle", "activity"), ("paths", "direction"), ("sessions", "interval"), ("trends", "measures"), ("carts", "timeOutDays")])
        {
            var body = BodyOf($"{room}/query", "application/json");
            Assert.True(body.GetProperty("schema").GetProperty("properties").TryGetProperty(part, out _), room);
            using var asked = new StringContent(body.GetProperty("example").GetRawText());
            Assert.Equal((room, HttpStatusCode.OK), (room, (await Store.TryPostAsync($"/{room}/query", asked)).Status));
        }

        using var lines = new StringContent(BodyOf("imports", "application/octet-stream").GetProperty("example").GetString()!);
        var (status, report) = await Store.TryPostAsync("/imports?dryRun=true", lines);
        Assert.Equal((HttpStatusCode.OK, "events", 1), (status, report.GetProperty("profile").GetString(), report.GetProperty("accepted").GetInt32()));
    }

    [Fact]
    public async Task Views_SavedListedAndDeleted()
    {
        var saved = await Store.PostAsync("/views", new { name = "Carts by channel", path = "carts?breakdown=channel", shared = true });
        var id = saved.GetProperty("id").GetGuid();
        using (var listed = await Store.AnswerAsync($"{Store.Api}/views"))
        {
            Assert.Contains($"/s/{Store.Slug}/carts?breakdown=channel", await listed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var twice = JsonContent(new { name = "Carts by channel", path = "carts", shared = true });
        using var wrong = JsonContent(new { name = "x", path = "//evil.example", shared = false });
        Assert.Equal((HttpStatusCode.Conflict, "view.exists"), Code(await Store.TryPostAsync("/views", twice)));
        Assert.Equal((HttpStatusCode.BadRequest, "view.path"), Code(await Store.TryPostAsync("/views", wrong)));
        using var deleted = await Store.SendAsync(HttpMethod.Delete, $"{Store.Api}/views/{id}", null);
        using var again = await Store.SendAsync(HttpMethod.Delete, $"{Store.Api}/views/{id}", null);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, again.StatusCode));
    }

    [Fact]
    public async Task Carts_QueryOverHttp_AddsUpAndNamesPeople()
    {
        var answer = await Store.PostAsync("/carts/query", new { period = "month", breakdown = "device", people = new { state = "lost" } });

        var total = answer.GetProperty("total");
        var states = total.GetProperty("states").EnumerateObject().Select(s => s.Value.GetProperty("carts").GetInt64()).ToList();
        Assert.Equal(total.GetProperty("opened").GetInt64(), states.Sum());
        Assert.Equal(total.GetProperty("opened").GetInt64(), answer.GetProperty("breakdown").EnumerateArray().Sum(g => g.GetProperty("carts").GetProperty("opened").GetInt64()));
        Assert.InRange(answer.GetProperty("people").GetArrayLength(), 1, total.GetProperty("states").GetProperty("lost").GetProperty("carts").GetInt32());
        using var wrong = JsonContent(new { timeOutDays = -1 });
        Assert.Equal((HttpStatusCode.BadRequest, "carts.time_out"), Code(await Store.TryPostAsync("/carts/query", wrong)));
    }

    private static StringContent JsonContent(object body) => new(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");

    private static (HttpStatusCode Status, string? Code) Code((HttpStatusCode Status, JsonElement Body) answer) => (answer.Status, answer.Body.GetProperty("code").GetString());

    [Theory]
    [InlineData("POST", "/segments", "{", "request.unreadable")]
    [InlineData("POST", "/segments", null, "request.unreadable")]
    [InlineData("GET", "/customers?take=many", null, "request.unreadable")]
    [InlineData("DELETE", "/customers", null, "address.method")]
    [InlineData("GET", "/nothing", null, "address.missing")]
    public async Task Request_ThatNoEndpointCanRead_IsAProblemWithACode(string method, string path, string? body, string code)
    {
        using var content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await Store.SendAsync(new HttpMethod(method), Store.Api + path, content);

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("code").GetString());
    }

    private async Task<JsonElement> DescriptionAsync()
    {
        using var answer = await Store.AnswerAsync("/openapi/v1.json");
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Keys_OfAnotherStoreOrScope_AreRefused()
    {
        using var reader = await StoreDoor.CreateAsync(sample.Server, "Reader", scopes: "read");

        using var other = await reader.AnswerAsync($"{Store.Api}/customers");
        var (written, body) = await reader.TryPostAsync("/imports?name=a.csv", new StringContent("x"));

        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
        Assert.Equal((HttpStatusCode.Forbidden, "auth.scope"), (written, body.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Import_TheSameOrdersTwice_ChangesNothingAndRepeatedLinesCount()
    {
        using var shop = await StoreDoor.CreateAsync(sample.Server, "Shop", "GBP");
        const string orders = """
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            536365,85123A,LANTERN,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
            536365,85123A,LANTERN,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
            536366,22633,HAND WARMER,1,2010-12-01 08:28:00,1.85,17851,France
            C536367,22633,HAND WARMER,-1,2010-12-02 08:28:00,1.85,17851,France
            """;

        var first = await shop.ImportAsync(orders);
        var overview = await shop.GetAsync("/overview?from=2010-12-01&to=2010-12-31");
        var second = await shop.ImportAsync(orders);

        Assert.Equal((4, 4, 0), Counts(first));
        Assert.Equal((4, 0, 4), Counts(second));
        Assert.Equal(30.60m, overview.GetProperty("now").GetProperty("netRevenue").GetProperty("amount").GetDecimal());
        Assert.Equal(2, overview.GetProperty("now").GetProperty("orders").GetInt32());
        Assert.Equal(overview.ToString(), (await shop.GetAsync("/overview?from=2010-12-01&to=2010-12-31")).ToString());
    }

    [Fact]
    public async Task Import_WithRefusedRows_HandsThemBackWithReasons()
    {
        using var shop = await StoreDoor.CreateAsync(sample.Server, "Refusing", "EUR");

        var import = await shop.ImportAsync("customer,time,event,price\nc1,2026-01-01 10:00,view,5\nc2,yesterday,view,5\nc3,2026-01-01 10:00,view,NaN\nc4,2026-01-01 10:00,=cmd(),1\n");

        Assert.Equal("done", import.GetProperty("state").GetString());
        Assert.Equal((4, 2, 0), Counts(import));
        Assert.Equal(2, import.GetProperty("refused").GetInt32());
        var refused = await shop.TextAsync($"/imports/{import.GetProperty("id").GetGuid()}/refused");
        Assert.Contains("3,badTime,", refused, StringComparison.Ordinal);
        Assert.Contains("4,notFinite,", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandLine_BesideTheServer_AnswersTheSame()
    {
        var question = new { steps = new[] { Step("@view"), Step("@order") }, window = new { value = 7, unit = "day" } };
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("q.json"), JsonSerializer.Serialize(question));

        var byVerb = await StoreDoor.VerbAsync("query", "funnels", "--store", Store.Slug, "--file", folder.File("q.json"), "--json", "--DataFolder", sample.Server.Folder);

        Assert.Equal((await Store.PostAsync("/funnels/query", question)).GetProperty("steps").ToString(), JsonSerializer.Serialize(byVerb.GetProperty("steps")));
    }

    [Fact]
    public async Task Erase_ByVerb_IsForGoodAndNeedsTheAdminScope()
    {
        using var shop = await StoreDoor.CreateAsync(sample.Server, "Forgetting", "EUR");
        const string visits = "customer,time,event,price\nann,2026-01-01 10:00,view,5\nann,2026-01-02 10:00,view,5\nbob,2026-01-01 10:00,view,5\n";
        await shop.ImportAsync(visits);

        using var refused = await shop.SendAsync(HttpMethod.Delete, $"{shop.Api}/customers/ann");
        var unsure = await RunningServer.RunAsync("erase", "ann", "--store", shop.Slug, "--json", "--DataFolder", sample.Server.Folder);
        var erased = await StoreDoor.VerbAsync("erase", "ann", "--yes", "--store", shop.Slug, "--json", "--DataFolder", sample.Server.Folder);
        var again = await shop.ImportAsync(visits);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.True(unsure.Code != 0 && unsure.Errors.Contains("--yes", StringComparison.Ordinal), unsure.Errors);
        Assert.Equal(2, erased.GetProperty("events").GetInt32());
        using var gone = await shop.AnswerAsync($"{shop.Api}/customers/ann");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal((3, 0, 1), Counts(again));
        Assert.Equal(2, again.GetProperty("refusedByReason").GetProperty("personErased").GetInt32());
    }

    private static object Step(string name) => new { any = new[] { new { @event = name } } };

    private static (long Rows, long Accepted, long Duplicates) Counts(JsonElement import) =>
        (import.GetProperty("rows").GetInt64(), import.GetProperty("accepted").GetInt64(), import.GetProperty("duplicates").GetInt64());
}
