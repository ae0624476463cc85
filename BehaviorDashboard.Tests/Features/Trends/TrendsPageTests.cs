using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Trends;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Workspace;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Tests.Features.Trends;

public sealed class TrendsPageTests
{
    private const string January = "trends?from=2026-01-01&to=2026-01-04&compare=0";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("en", "No events yet")]
    [InlineData("zh-CN", "还没有事件")]
    public async Task EmptyStore_SaysWhatIsMissing(string culture, string words)
    {
        await using var world = await PagesWorld.OpenAsync(culture, s => s.AddTrends());
        var page = world.Open<TrendsPage>(world.SignIn(await world.AddAsync("Ada", MemberRole.Owner)), January);

        page.WaitForAssertion(() => Assert.Contains(words, page.Markup, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData("en", "Net revenue: €70.00 in this range.")]
    [InlineData("zh-CN", "该时间段内净销售额为 €70.00。")]
    public async Task Page_OpensWithItsSentence_AndATableOfTotals(string culture, string sentence)
    {
        await using var world = await FilledAsync(culture);
        var page = world.Open<TrendsPage>(world.SignIn(await world.AddAsync("Ada", MemberRole.Owner)), January);

        page.WaitForAssertion(() => Assert.Contains(sentence, page.Find(".page-words .sentence").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("€70.00", page.Find(".data-table tbody td").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeePeople_ListsWhoWasCounted_AndSavesThem()
    {
        await using var world = await FilledAsync("en");
        var page = world.Open<TrendsPage>(world.SignIn(await world.AddAsync("Ada", MemberRole.Owner)), January);
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("button"), b => b.TextContent == "See people"), Patience);

        await page.InvokeAsync(() => page.FindAll("button").First(b => b.TextContent == "See people").ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Contains("2 customers", page.Markup, StringComparison.Ordinal), Patience);
        await page.InvokeAsync(() => page.FindAll("form").Last().SubmitAsync());

        page.WaitForAssertion(() => Assert.Contains("with 2 customers", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("people=", world.Get<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Single(await world.Get<SegmentShelf>().ListAsync(world.Store, default));
    }

    [Fact]
    public async Task WrongQuestionInTheAddress_IsSaidInWords()
    {
        await using var world = await FilledAsync("en");

        var page = world.Open<TrendsPage>(world.SignIn(await world.AddAsync("Ada", MemberRole.Viewer)), January + "&interval=minute");

        page.WaitForAssertion(() => Assert.Contains("is no interval", page.Find("[role=alert]").TextContent, StringComparison.Ordinal), Patience);
    }

    // Opened outside of an async method: the culture that it sets is the test's.
    private static Task<PagesWorld> FilledAsync(string culture) => FillAsync(PagesWorld.OpenAsync(culture, s => s.AddTrends()));

    private static async Task<PagesWorld> FillAsync(Task<PagesWorld> opened)
    {
        var world = await opened;
        await using var batch = await world.Get<EventWriter>().BeginAsync(world.Store, Guid.NewGuid(), default);
        foreach (var row in new[] { TestStore.Row("c1", 10, EventKind.Purchase, "o1", 40), TestStore.Row("c2", 40, EventKind.Purchase, "o2", 30), TestStore.Row("c3", 41, EventKind.View) })
        {
            batch.Add(row);
        }

        await batch.CommitAsync(null, default);
        return world;
    }
}
