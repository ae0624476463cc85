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
using Microsoft.AspNetCore.Components.Authorization;
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
        foreach (var type in (Type[])[typeof(ModelShelf), typeof(SegmentShelf), typeof(CustomerReader), typeof(OrderReader), typeof(CustomerTable), typeof(RunLedger), typeof(CustomerEraser), typeof(AudienceShelf)])
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
    [InlineData("zh-CN", "尚无人群")]
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
    [InlineData("zh-CN", "折扣敏感", "各人群数量的评分")]
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

    [Theory]
    [InlineData("segments", "tr:has(.group-name)", "filter=")]
    [InlineData("segments?view=behaviour", ".card", "filter=")]
    [InlineData("segments?view=saved", "tbody tr", "segment=")]
    public async Task Segment_OfAnyKind_CanBeSeenSuggestedForAndExported(string path, string segment, string who)
    {
        await FillAsync(120);
        await _world.Get<SegmentShelf>().CreateAsync(_world.Store, "Buyers & more", null, CustomerFilter.Everyone.ToJson(), "page", default);

        var page = Open<SegmentsPage>("en", path);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(segment)), Patience);

        Assert.All(page.FindAll(segment), one => Assert.Equal(
            ["customers?" + who, "suggestions?" + who, "audiences?" + who],
            one.QuerySelectorAll("a.button").Select(a => a.GetAttribute("href")!.Split('/')[^1]).Select(a => a[..(a.IndexOf('=', StringComparison.Ordinal) + 1)])));
        Assert.Equal(path.EndsWith("saved", StringComparison.Ordinal) ? 0 : page.FindAll(segment).Count, page.FindAll("button").Count(b => b.TextContent == "Save as segment"));
    }

    [Fact]
    public async Task Customers_OfASavedSegment_AreListedWithoutNamingThemInTheAddress()
    {
        await FillAsync(40);
        var ids = new CustomerFilter.Customers(["c1", "c2", "c3"]);
        var saved = await _world.Get<SegmentShelf>().CreateAsync(_world.Store, "Three", null, ids.ToJson(), "funnel", default);

        var page = Open<BehaviorDashboard.Features.Customers.CustomersPage>("en", $"customers?segment={saved.Value!.Id}");

        page.WaitForAssertion(() => Assert.Contains("3 customers match, out of 40", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("Segment: Three", page.Find(".chip").TextContent, StringComparison.Ordinal);
        Assert.Contains(page.FindAll("a.button"), a => a.GetAttribute("href")!.Contains($"audiences?segment={saved.Value.Id}&name=Three", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Customers_WithACondition_CanBeSavedAsASegment()
    {
        await FillAsync(40);
        var filter = CustomerFilter.Condition("orders", "gte", 2).ToJson();
        var page = Open<BehaviorDashboard.Features.Customers.CustomersPage>("en", "customers?filter=" + Uri.EscapeDataString(filter));
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("button"), b => b.TextContent == "Save as segment"), Patience);

        await page.FindAll("button").Single(b => b.TextContent == "Save as segment").ClickAsync(new());

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[role=status].good")), Patience);
        Assert.Equal(filter, Assert.Single(await _world.Get<SegmentShelf>().ListAsync(_world.Store, default)).FilterJson);
    }

    [Theory]
    [InlineData("en", "2 orders for €150.00; €50.00 came back, €100.00 net.", "partly returned")]
    [InlineData("zh-CN", "2 笔订单共 €150.00，退回 €50.00，净额 €100.00。", "部分退回")]
    public async Task Customer_Orders_SayWhatBecameOfEach(string culture, string sentence, string state)
    {
        var refund = TestStore.Row("c1", 30, EventKind.Refund, "o1", -50);
        await _world.AddAsync([TestStore.Row("c1", 1, EventKind.Purchase, "o1", 110), TestStore.Row("c1", 20, EventKind.Purchase, "o2", 40), refund]);

        var page = Open<BehaviorDashboard.Features.Customers.CustomerPage>(culture, "customers/c1", p => p.Add(x => x.Id, "c1"));

        page.WaitForAssertion(() => Assert.Contains(sentence, page.Markup, StringComparison.Ordinal), Patience);
        page.WaitForAssertion(() => Assert.Contains(page.FindAll(".badge"), b => b.TextContent == state), Patience);
    }

    [Fact]
    public async Task Customers_BesideGuests_SayThatGuestsAreNotListed()
    {
        await _world.AddAsync([TestStore.Row("c1", 1, EventKind.Purchase, "o1", 10), TestStore.Row("", 2, EventKind.Purchase, "o2", 30), TestStore.Row("", 3, EventKind.Purchase, "o3", 20)]);

        var page = Open<BehaviorDashboard.Features.Customers.CustomersPage>("en", "customers");

        page.WaitForAssertion(() => Assert.Contains("2 orders worth €50 came from guests", page.Markup, StringComparison.Ordinal), Patience);
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

    [Fact]
    public async Task Customer_Erased_OnlyAfterTheNameIsTyped()
    {
        await _world.AddAsync([Purchase("c1", 1, 10, null), Purchase("c1", 2, 10, null)]);
        var page = Open<BehaviorDashboard.Features.Customers.CustomerPage>("en", "customers/c1", p => p.Add(x => x.Id, "c1"));
        page.WaitForAssertion(() => Assert.True(page.Find("button.danger").HasAttribute("disabled")), Patience);

        await page.Find(".form input").InputAsync(new ChangeEventArgs { Value = "c1" });
        await page.Find("button.danger").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("c1 is erased: 2 events are gone.", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Empty(await _world.CustomersAsync());
        Assert.Equal(RunKinds.Merge, Assert.Single(await _world.Get<RunLedger>().OpenAsync(_world.Store)).Kind);
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
            parameters.Add(p => p.Store, _world.Store.Value).AddCascadingValue(new StoreScope(_world.Store, "Shop", "EUR", StoreCalendar.Utc, MemberRole.Admin)).AddCascadingValue(Task.FromResult(new AuthenticationState(new System.Security.Claims.ClaimsPrincipal())));
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
