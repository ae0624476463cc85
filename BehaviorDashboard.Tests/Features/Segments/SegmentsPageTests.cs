using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Features.Customers;
using BehaviorDashboard.Features.Segments;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace BehaviorDashboard.Tests.Features.Segments;

/// <summary>Pages of segments and customers over a real store, in both languages and in each state.</summary>
public sealed class SegmentsPageTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;
    private readonly BunitContext _browser = new();
    private SegmentsWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await SegmentsWorld.OpenAsync("UTC");
        _browser.JSInterop.Mode = JSRuntimeMode.Loose;
        _browser.Services.AddLogging().AddLocalization().AddMudServices();
        _browser.Services.AddSingleton(TimeProvider.System).AddSingleton(_world.Get<ChangeFeed>());
        foreach (var type in (Type[])[typeof(ModelShelf), typeof(SegmentShelf), typeof(CustomerReader), typeof(CustomerTable), typeof(RunLedger)])
        {
            _browser.Services.AddSingleton(type, _world.Get(type));
        }

        _browser.Services.AddScoped<SegmentsQuery>().AddScoped<CustomersQuery>().AddScoped<CustomerWords>().AddScoped<FeatureWords>();
    }

    public async Task DisposeAsync()
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_before, _before);
        await _browser.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Theory]
    [InlineData("en", "No groups yet")]
    [InlineData("zh-CN", "尚无分群")]
    public void Rfm_EmptyStore_SaysSo(string culture, string words)
    {
        var page = Open<SegmentsPage>(culture, "segments");

        page.WaitForAssertion(() => Assert.Contains(words, page.Markup, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData("en", "Champions", "As of")]
    [InlineData("zh-CN", "重要价值客户", "截至")]
    public async Task Rfm_Trained_NamesTheGroups(string culture, string group, string asOf)
    {
        await FillAsync(40);

        var page = Open<SegmentsPage>(culture, "segments");

        page.WaitForAssertion(() => Assert.Contains(group, page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains(asOf, page.Markup, StringComparison.Ordinal);
        Assert.Contains("customers?filter=", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "At least 50 customers")]
    [InlineData("zh-CN", "至少需要 50 位")]
    public async Task Behaviour_TooFew_SaysHowMany(string culture, string words)
    {
        await FillAsync(40);

        var page = Open<SegmentsPage>(culture, "segments?view=behaviour");

        page.WaitForAssertion(() => Assert.Contains(words, page.Markup, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData("en", "iscount-sensitive", "How each number of groups scored")]
    [InlineData("zh-CN", "折扣敏感", "各分群数量的评分")]
    public async Task Behaviour_Trained_ShowsCardsAndTheOpenProfile(string culture, string name, string scored)
    {
        await FillAsync(120);

        var page = Open<SegmentsPage>(culture, "segments?view=behaviour&group=1");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".card")), Patience);
        Assert.Contains(name, page.Markup, StringComparison.Ordinal);
        Assert.Contains(scored, page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("button[aria-expanded=true]"));
    }

    [Fact]
    public async Task Saved_CountRenameDeleteUndo_DoWhatTheySay()
    {
        await FillAsync(40);
        var filter = CustomerFilter.Condition("orders", "gte", 1);
        var page = Open<SegmentsPage>("en", "segments?filter=" + Uri.EscapeDataString(filter.ToJson()));
        page.WaitForAssertion(() => Assert.Contains("40 customers meet this", page.Markup, StringComparison.Ordinal), Patience);

        page.Find("input[maxlength]").Input("<b>Buyers</b>");
        await page.FindAll("button").Single(b => b.TextContent == "Save segment").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("<b>Buyers</b>", page.Find("tbody th").TextContent, StringComparison.Ordinal), Patience);
        Assert.Empty(page.FindAll("tbody th b"));

        await page.FindAll("button").Single(b => b.TextContent == "Delete").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("No segment has been saved", page.Markup, StringComparison.Ordinal), Patience);
        await page.FindAll("button").Single(b => b.TextContent == "Undo").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("Buyers", page.Find("tbody th").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Saved_ValueThatDoesNotFit_IsSaidInWords_AndStays()
    {
        await FillAsync(5);
        var page = Open<SegmentsPage>("en", "segments?view=saved");
        page.WaitForAssertion(() => Assert.Contains("customers meet this", page.Markup, StringComparison.Ordinal), Patience);

        await page.Find("input[type=text]").ChangeAsync(new ChangeEventArgs { Value = "many" });

        page.WaitForAssertion(() => Assert.Contains("A value does not fit", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal("many", page.Find("input[type=text]").GetAttribute("value"));
        Assert.Empty(page.FindAll("button.primary"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("مرحبا 👩‍👩‍👧 \u202Eabc")]
    public async Task Customer_StrangeNames_StayText(string name)
    {
        await _world.AddAsync([Purchase("c1", 1, 10, null)], new CustomerTraits("c1", name));

        var page = Open<BehaviorDashboard.Features.Customers.CustomerPage>("en", "customers/c1", p => p.Add(x => x.Id, "c1"));

        page.WaitForAssertion(() => Assert.Equal(name, page.Find("h1").TextContent), Patience);
        Assert.Empty(page.FindAll("script"));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".timeline li")), Patience);
    }

    [Theory]
    [InlineData("en", "No such customer")]
    [InlineData("zh-CN", "没有该客户")]
    public void Customer_Unknown_IsSaid(string culture, string words)
    {
        var page = Open<BehaviorDashboard.Features.Customers.CustomerPage>(culture, "customers/nobody", p => p.Add(x => x.Id, "nobody"));

        page.WaitForAssertion(() => Assert.Contains(words, page.Markup, StringComparison.Ordinal), Patience);
    }

    private IRenderedComponent<T> Open<T>(string culture, string path, Action<ComponentParameterCollectionBuilder<T>>? more = null)
        where T : RoomPage
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.DefaultThreadCurrentCulture = new CultureInfo(culture);
        _browser.Services.GetRequiredService<NavigationManager>().NavigateTo($"/s/{_world.Store.Value}/{path}");
        return _browser.Render<T>(parameters =>
        {
            parameters.Add(p => p.Store, _world.Store.Value).AddCascadingValue(new StoreScope(_world.Store, "Shop", "EUR", StoreCalendar.Utc, MemberRole.Admin));
            more?.Invoke(parameters);
        });
    }

    private async Task FillAsync(int customers)
    {
        await _world.AddAsync(Enumerable.Range(1, customers).SelectMany(c => Enumerable.Range(1, 1 + (c % 4)).Select(o => Purchase($"c{c}", (c * 7) + (o * 50), 20 + c, c % 3 == 0 ? "SALE" : null))));
        await _world.RunAsync(RunKinds.Rfm);
        await _world.RunAsync(RunKinds.Segments);
    }

    private static EventRow Purchase(string customer, double hours, decimal value, string? coupon)
    {
        var row = TestStore.Row(customer, hours, EventKind.Purchase, FormattableString.Invariant($"{customer}-{hours}"), value);
        row.Coupon = coupon;
        return row;
    }
}
