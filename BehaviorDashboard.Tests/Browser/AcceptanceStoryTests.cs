using System.Text.Json;
using BehaviorDashboard.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BehaviorDashboard.Tests.Browser;

/// <summary>A stranger's first ten minutes, in a real browser in front of the built program.</summary>
[Collection(BrowserStories.Name)]
public sealed class AcceptanceStoryTests(Chromium chromium)
{
    private static readonly string[] Rooms = ["overview", "trends", "funnels", "retention", "paths", "sessions", "lifecycle", "carts", "customers", "segments", "churn", "suggestions", "campaigns", "audiences", "data", "schedules"];

    private const string Orders = """"
        InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
        536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
        536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
        536366,22633,"HAND WARMER ""UNION JACK""",4,2010-12-01 08:28:00,1.85,17851,France
        C536379,22633,HAND WARMER,-1,2010-12-01 09:41:00,1.85,17851,France
        536367,22745,<script>alert(1)</script>,2,2010-12-02 08:34:00,2.10,12583.0,Germany
        536368,22745,POPPY'S PLAYHOUSE,2,yesterday,2.10,13047,Germany
        """";

    [Fact]
    public async Task Stranger_FromFirstRunToAnExportedAudience()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(folder.Path, "--Sample:Customers", "3000");
        await using var visit = await chromium.OpenAsync(server.Address);
        var page = visit.Page;

        await FirstRunAsync(visit);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This store is empty" })).ToBeVisibleAsync();
        await visit.PictureAsync("empty");

        await page.GetByRole(AriaRole.Button, new() { Name = "Explore a sample store" }).ClickAsync();
        await Expect(page.Locator(".tile-value").First).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Filling the pages" })).ToHaveCountAsync(0, new() { Timeout = 180_000 });
        await visit.SettledAsync();
        Assert.True(Visit.Number(await visit.TileAsync("Net revenue")) > 1000);
        await visit.PictureAsync("overview");

        await server.ExplainAsync(() => WalkAsync(visit));
        Assert.Empty(visit.Complaints);
    }

    private static async Task WalkAsync(Visit visit)
    {
        await FunnelAsync(visit);
        await SegmentsAsync(visit);
        await ChurnAsync(visit);
        await SuggestionAsync(visit);
        await SchedulesAsync(visit);
        await UploadAsync(visit);
    }

    [Fact]
    public async Task Pages_OnAPhoneInChineseAndDark_FitAndComplainAboutNothing()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(folder.Path, "--Sample:Customers", "800");
        await using var visit = await chromium.OpenAsync(server.Address, "zh-CN", 390, 844);
        await visit.Page.Context.AddCookiesAsync([new Cookie { Name = "bd.theme", Value = "dark", Url = server.Address }]);
        await FirstRunAsync(visit);
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "体验示例店铺" }).ClickAsync();
        await Expect(visit.Page.Locator(".setup")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".setup")).ToHaveCountAsync(0, new() { Timeout = 180_000 });

        foreach (var room in Rooms)
        {
            await visit.GoAsync($"/s/{{store}}/{room}");
            await visit.AssertFitsAsync();
            var words = await visit.Page.Locator("main").InnerTextAsync();
            Assert.True(words.Any(c => c is >= '\u4e00' and <= '\u9fff'), $"{room} speaks no Chinese");
            await visit.PictureAsync("phone-zh-dark-" + room);
        }

        Assert.Empty(visit.Complaints);
    }

    private static async Task FirstRunAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync("/");
        await page.WaitForURLAsync("**/first-run");
        await page.Locator("[name='Input.Name']").FillAsync("Ada");
        await page.Locator("[name='Input.Email']").FillAsync(Visit.Email);
        await page.Locator("[name='Input.Password']").FillAsync(Visit.Password);
        await page.Locator("[name='Input.Store']").FillAsync("Corner Shop");
        await page.Locator("[name='Input.Currency']").SelectOptionAsync("GBP");
        await page.Locator("[name='Input.TimeZone']").SelectOptionAsync("UTC");
        await page.Locator("button[type=submit].primary").ClickAsync();
        await page.WaitForURLAsync("**/overview");
        await visit.SettledAsync();

        // It can be done once only.
        await page.GotoAsync("/first-run");
        Assert.DoesNotContain("first-run", page.Url, StringComparison.Ordinal);
        await page.GotoAsync("/");
        await page.WaitForURLAsync("**/overview");
        await visit.SettledAsync();
    }

    private static async Task FunnelAsync(Visit visit)
    {
        var page = visit.Page;
        await visit.GoAsync("/s/{store}/funnels");
        var shown = Visit.Number(await page.Locator(".funnel-count").Nth(1).InnerTextAsync());
        await visit.PictureAsync("funnels");
        await page.Locator(".funnel-bar").Nth(1).ClickAsync();
        var sentence = page.Locator(".panel", new() { HasText = "Reached" }).Last.Locator(".sentence");
        await Expect(sentence).ToBeVisibleAsync();
        Assert.Equal(shown, Visit.Number((await sentence.InnerTextAsync()).Split(' ')[0]));

        await page.GetByLabel("Name of the segment").FillAsync("Filled a cart <b>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as segment" }).ClickAsync();
        await Expect(page.GetByText("Saved \"Filled a cart <b>\"")).ToBeVisibleAsync();

        // The address is the whole question, and the way back works.
        var address = page.Url;
        await page.ReloadAsync();
        await visit.SettledAsync();
        Assert.Equal(address, page.Url);
        await Expect(page.Locator(".funnel-count").Nth(1)).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("\\d"));
    }

    private static async Task SegmentsAsync(Visit visit)
    {
        await visit.GoAsync("/s/{store}/segments");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("customers");
        await visit.PictureAsync("segments");
        await visit.GoAsync("/s/{store}/customers");
        await Expect(visit.Page.Locator("tr.opens").First).ToBeVisibleAsync();
    }

    private static async Task ChurnAsync(Visit visit)
    {
        var page = visit.Page;
        await visit.GoAsync("/s/{store}/churn");
        await visit.PictureAsync("churn");
        await page.Locator("tr.opens a[href*='/customers/']").First.ClickAsync();
        await Expect(page.Locator(".timeline").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await visit.SettledAsync();
        await Expect(page.Locator(".reasons li").First).ToBeVisibleAsync();
        await Expect(page.Locator(".chart-plot .bars").First).ToBeAttachedAsync();
        await visit.PictureAsync("customer");
    }

    private static async Task SuggestionAsync(Visit visit)
    {
        var page = visit.Page;
        await visit.GoAsync("/s/{store}/suggestions");
        await visit.PictureAsync("suggestions");
        var accept = page.GetByRole(AriaRole.Button, new() { Name = "Accept" });
        await accept.First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/campaigns"), new() { Timeout = 20_000 });
        await visit.GoAsync("/s/{store}/audiences");
        var row = page.Locator("table.data-table tbody tr").First;
        await Expect(row).ToBeVisibleAsync();
        await visit.PictureAsync("audiences");
        var exported = (int)Visit.Number(await row.Locator("td.num").Nth(2).InnerTextAsync());
        var waiting = page.WaitForDownloadAsync();
        await row.Locator("a[href*='/export']").First.ClickAsync();
        var file = await (await waiting).PathAsync();
        Assert.Equal(exported, (await File.ReadAllLinesAsync(file)).Length - 1);
        await visit.GoAsync("/s/{store}/campaigns");
        await Expect(page.Locator("main")).ToContainTextAsync("Too early to say");
    }

    private static async Task SchedulesAsync(Visit visit)
    {
        var page = visit.Page;
        await visit.GoAsync("/s/{store}/schedules");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run now" }).First.ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("done", new() { Timeout = 60_000, IgnoreCase = true });
        await visit.PictureAsync("schedules");
    }

    private static async Task UploadAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync("/stores/new");
        await page.Locator("main input.field").First.FillAsync("Orders");
        await page.Locator("main select.field").First.SelectOptionAsync("GBP");
        await page.Locator("main button.primary").First.ClickAsync();
        await page.WaitForURLAsync("**/s/orders/**");
        await visit.GoAsync("/s/orders/data");
        await page.Locator("#drop-file").SetInputFilesAsync(new FilePayload { Name = "orders.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(Orders) });
        await Expect(page.Locator("main")).ToContainTextAsync("UCI Online Retail");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the whole file" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("1 rows refused");
        await Expect(page.Locator("main")).ToContainTextAsync("A time that cannot be read");
        await visit.PictureAsync("check");
        await page.GetByRole(AriaRole.Button, new() { Name = "Import 5 rows" }).ClickAsync();
        await Expect(page.Locator("main .badge.good").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.Locator("main summary", new() { HasText = "What the file held" }).First.ClickAsync();
        var waiting = page.WaitForDownloadAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Download the refused rows" }).First.ClickAsync();
        Assert.Contains("7,badTime", await File.ReadAllTextAsync(await (await waiting).PathAsync()), StringComparison.Ordinal);

        // A store of orders gets the order funnel by itself, and the page agrees with the door.
        await visit.GoAsync("/s/orders/funnels?from=2010-12-01&to=2010-12-31");
        Assert.Equal(3, Visit.Number(await page.Locator(".funnel-count").First.InnerTextAsync()));
        await visit.GoAsync("/s/orders/overview?from=2010-12-01&to=2010-12-31");
        var answer = await page.APIRequest.GetAsync("/api/v1/stores/orders/overview?from=2010-12-01&to=2010-12-31");
        var now = JsonSerializer.Deserialize<JsonElement>(await answer.TextAsync()).GetProperty("now");
        Assert.Equal(now.GetProperty("netRevenue").GetProperty("amount").GetDecimal(), Visit.Number(await visit.TileAsync("Net revenue")));
        Assert.Equal(now.GetProperty("orders").GetDecimal(), Visit.Number(await visit.TileAsync("Orders")));
    }
}
