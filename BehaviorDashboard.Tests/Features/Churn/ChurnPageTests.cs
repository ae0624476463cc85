using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Features.Churn;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Learning;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor.Services;

namespace BehaviorDashboard.Tests.Features.Churn;

/// <summary>The page over a real store, in both languages and in each state.</summary>
public sealed class ChurnPageTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;
    private readonly BunitContext _browser = new();
    private ChurnWorld _world = null!;

    public Task InitializeAsync() => OpenAsync(NativeLearning.LightGbm);

    public async Task DisposeAsync()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = _before;
        await _browser.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Theory]
    [InlineData("en", "No prediction yet")]
    [InlineData("zh-CN", "尚无预测")]
    public void EmptyStore_SaysWhatToDo(string culture, string words)
    {
        var page = Render(culture);

        page.WaitForAssertion(() => Assert.Contains(words, page.Markup, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData("en", "What is missing for a trained model", "rule of thumb")]
    [InlineData("zh-CN", "训练模型还缺什么", "经验规则")]
    public async Task TooLittleData_ShowsTheChecklist_AndTheRule(string culture, string title, string rule)
    {
        await _world.AddAsync(ChurnWorld.Lapsing(40, days: 90));
        await _world.TrainAsync();

        var page = Render(culture);

        page.WaitForAssertion(() => Assert.Contains(title, page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains(rule, page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "more likely than not place no order in the next 60 days", "How good is it?", "Predicted and realised")]
    [InlineData("zh-CN", "未来 60 天内很可能不再下单", "预测有多准？", "预测与实际")]
    public async Task Trained_ShowsSentenceReasonsAndQuality(string culture, string sentence, string quality, string chart)
    {
        await _world.AddAsync(ChurnWorld.Lapsing(500));
        var summary = await _world.TrainAsync();

        var page = Render(culture);

        page.WaitForAssertion(() => Assert.Contains(sentence, page.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal(ChurnSummary.UsedModel, summary.Used);
        Assert.Contains(quality, page.Markup, StringComparison.Ordinal);
        Assert.Contains(chart, page.Markup, StringComparison.Ordinal);
        Assert.Contains("customers?filter=", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("checklist", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SaveAsSegment_KeepsTheCondition()
    {
        await _world.AddAsync(ChurnWorld.Lapsing(40, days: 90));
        await _world.TrainAsync();
        var page = Render("en");
        page.WaitForAssertion(() => Assert.False(page.FindAll("button").Single(b => b.TextContent == "Save as segment").HasAttribute("disabled")), Patience);

        // Found and clicked in one go: a page that hears of the training draws itself again at any moment.
        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent == "Save as segment").ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Contains("is saved", page.Markup, StringComparison.Ordinal), Patience);
        var saved = Assert.Single(await _world.Get<SegmentShelf>().ListAsync(_world.Store, default));
        Assert.Equal(ChurnQuery.AtRisk.ToJson(), saved.FilterJson);
    }

    [Fact]
    public async Task Horizon_Chosen_IsKept_AndTheNextTrainingIsAnnounced()
    {
        await _world.AddAsync(ChurnWorld.Lapsing(40, days: 90));
        await _world.TrainAsync();
        var page = Render("en");
        page.WaitForAssertion(() => Assert.Contains("60 days", page.Markup, StringComparison.Ordinal), Patience);

        await page.Find("select").ChangeAsync(new ChangeEventArgs { Value = "30" });

        page.WaitForAssertion(() => Assert.Contains("The next training will look 30 days ahead", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal(30, (await _world.Get<StoreDirectory>().FindAsync(_world.Store, default))!.Settings.ChurnHorizonDays);
    }

    [Fact]
    public async Task TrainNow_QueuesOneRun_WithCancel()
    {
        var page = Render("en");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("button:not([disabled])")), Patience);

        await page.FindAll("button").Single(b => b.TextContent == "Train now").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("Waiting for its turn", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal(RunKinds.Churn, Assert.Single(await _world.Get<RunLedger>().OpenAsync(_world.Store)).Kind);
        await page.FindAll("button").Single(b => b.TextContent == "Cancel").ClickAsync(new());
        page.WaitForAssertion(() => Assert.DoesNotContain("Waiting for its turn", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public void Viewer_MayLookOnly()
    {
        var page = Render("en", MemberRole.Viewer);

        page.WaitForAssertion(() => Assert.Contains("No prediction yet", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Empty(page.FindAll("select"));
        Assert.DoesNotContain("Train now", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "nstall")]
    [InlineData("zh-CN", "安装")]
    public async Task NativePartMissing_IsSaidWithWhatToInstall(string culture, string words)
    {
        await _world.DisposeAsync();
        _world = await ChurnWorld.OpenAsync(library: ChurnWorld.Missing);
        Serve();

        var page = Render(culture);

        page.WaitForAssertion(() => Assert.Contains(words, page.Find(".notice.warning").TextContent, StringComparison.Ordinal), Patience);
    }

    private async Task OpenAsync(string library)
    {
        _world = await ChurnWorld.OpenAsync(library: library);
        _browser.JSInterop.Mode = JSRuntimeMode.Loose;
        _browser.Services.AddLogging().AddLocalization().AddMudServices();
        _browser.Services.AddSingleton(TimeProvider.System).AddScoped<ChurnQuery>().AddScoped<ChurnTables>().AddScoped<FeatureWords>();
        Serve();
    }

    private void Serve()
    {
        foreach (var type in (Type[])[typeof(ChangeFeed), typeof(ModelShelf), typeof(SegmentShelf), typeof(CustomerReader), typeof(StoreDirectory), typeof(RunLedger), typeof(EventCatalogReader), typeof(TimelineReader), typeof(NativeLearning), typeof(IOptions<ChurnOptions>)])
        {
            _browser.Services.AddSingleton(type, _world.Get(type));
        }
    }

    private IRenderedComponent<ChurnPage> Render(string culture, MemberRole role = MemberRole.Owner)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.DefaultThreadCurrentCulture = new CultureInfo(culture);
        _browser.Services.GetRequiredService<NavigationManager>().NavigateTo($"/s/{_world.Store.Value}/churn");
        return _browser.Render<ChurnPage>(parameters => parameters
            .Add(p => p.Store, _world.Store.Value)
            .AddCascadingValue(new StoreScope(_world.Store, "Shop", "EUR", StoreCalendar.Utc, role)));
    }
}
