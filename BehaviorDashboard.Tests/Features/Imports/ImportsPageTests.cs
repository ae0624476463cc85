using System.Text;
using BehaviorDashboard.Features.Imports;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Tests.Support;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BehaviorDashboard.Tests.Features.Imports;

/// <summary>The data page: four steps whose state is the address, and the list of imports.</summary>
public sealed class ImportsPageTests
{
    private const string Hostile = "<img src=x onerror=alert(1)>";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("en", "Drop a file here", "Another file", "Dry run")]
    [InlineData("zh-CN", "将文件拖放到这里", "换一个文件", "试算结果")]
    public async Task Page_FromFileToImport_GoesThroughItsStepsByAddress(string culture, string drop, string other, string check)
    {
        await using var world = await OpenAsync(culture);
        var page = world.Open<ImportsPage>(await SignInAsync(world, MemberRole.Marketer), "data");
        page.WaitForAssertion(() => Assert.Contains(drop, page.Markup, StringComparison.Ordinal), Patience);

        var file = await HandInAsync(world, ImportHouse.Orders);
        await page.InvokeAsync(() => page.FindComponent<DropZone>().Instance.Uploaded(file));
        page.WaitForAssertion(() => Assert.Contains(other, page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains($"file={file}", Address(world), StringComparison.Ordinal);

        await page.Find(".panel .actions .button.primary").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains(check, page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("step=check", Address(world), StringComparison.Ordinal);
        var import = page.WaitForElement(".import-facts + .actions .button.primary", Patience);
        await import.ClickAsync();

        page.WaitForAssertion(() => Assert.Contains($"import={file}", Address(world), StringComparison.Ordinal), Patience);
        Assert.Single(await world.Get<ImportLedger>().ListAsync(world.Store, default));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("progress")), Patience);
    }

    [Fact]
    public async Task Page_OpenedAtTheCheck_ChecksAgain()
    {
        await using var world = await OpenAsync("en");
        var file = await HandInAsync(world, ImportHouse.Orders + "c9,soon,purchase,o9,p1,1,1\n");

        var page = world.Open<ImportsPage>(await SignInAsync(world, MemberRole.Marketer), $"data?file={file}&step=check");

        page.WaitForAssertion(() => Assert.Contains("3 rows: 2 orders of 2 customers", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("A time that cannot be read", page.Markup, StringComparison.Ordinal);
        Assert.Contains("line 4:", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_HostileTextInTheFile_IsShownAsText()
    {
        await using var world = await OpenAsync("en");
        var file = await HandInAsync(world, $"customer,time,{Hostile}\n{Hostile},2026-01-01,{Hostile}\n");

        var page = world.Open<ImportsPage>(await SignInAsync(world, MemberRole.Marketer), $"data?file={file}");

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody bdi").Count(c => c.TextContent == Hostile)), Patience);
        Assert.Empty(page.FindAll("img"));
    }

    [Fact]
    public async Task Page_ColumnGivenAMeaning_IsInTheAddress()
    {
        await using var world = await OpenAsync("en");
        var file = await HandInAsync(world, "who,time,event\nc1,2026-01-01,view\n");
        var page = world.Open<ImportsPage>(await SignInAsync(world, MemberRole.Marketer), $"data?file={file}");

        await page.WaitForElement(".column-field", Patience).ChangeAsync(nameof(ImportField.Customer));

        var request = ImportsRequest.FromUri(world.Get<NavigationManager>().Uri);
        Assert.Equal("who", request.Wanted.Columns![ImportField.Customer]);
        page.WaitForAssertion(() => Assert.False(page.Find(".panel .actions .button.primary").HasAttribute("disabled")), Patience);
    }

    [Theory]
    [InlineData("not text at all: \0\u0001\u0002\u0003", "This is no text file")]
    [InlineData("", "The file is empty")]
    public async Task Page_FileThatCannotBeRead_SaysSo(string text, string words)
    {
        await using var world = await OpenAsync("en");
        var file = await HandInAsync(world, text);

        var page = world.Open<ImportsPage>(await SignInAsync(world, MemberRole.Marketer), $"data?file={file}");

        page.WaitForAssertion(() => Assert.Contains(words, page.Find(".notice.error").TextContent, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData("import.tooLarge", "larger than 20000 MB")]
    [InlineData("import.disk", "no room")]
    [InlineData(null, "broke off")]
    public async Task Upload_Refused_IsSaidInWords(string? code, string words)
    {
        await using var world = await OpenAsync("en");
        var page = world.Open<ImportsPage>(await SignInAsync(world, MemberRole.Marketer), "data");
        page.WaitForElement(".drop-zone", Patience);

        await page.InvokeAsync(() => page.FindComponent<DropZone>().Instance.UploadFailed(code, null));

        Assert.Contains(words, page.Find(".notice.error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ForAViewer_ShowsTheListOnly()
    {
        await using var world = await OpenAsync("en");
        var file = await HandInAsync(world, ImportHouse.Orders);
        await world.Get<ImportsQuery>().StartAsync(world.Store, file, new ImportMapping(), null, default);

        var page = world.Open<ImportsPage>(await SignInAsync(world, MemberRole.Viewer), "data");

        page.WaitForAssertion(() => Assert.Contains("orders.csv", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Empty(page.FindAll(".drop-zone, .steps, button"));
    }

    [Fact]
    public async Task Sample_AskedForTwice_IsQueuedOnce()
    {
        await using var world = await OpenAsync("en");
        var page = world.Open<ImportsPage>(await SignInAsync(world, MemberRole.Marketer), "data");
        var button = page.WaitForElement(".panel p .button.small", Patience);

        await button.ClickAsync();
        await button.ClickAsync();

        Assert.Single(await world.Get<RunLedger>().OpenAsync(world.Store));
    }

    private static Task<PagesWorld> OpenAsync(string culture) =>
        PagesWorld.OpenAsync(culture, s => s.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddImports());

    private static async Task<StoreScope> SignInAsync(PagesWorld world, MemberRole role) => world.SignIn(await world.AddAsync("Ada", role));

    private static async Task<Guid> HandInAsync(PagesWorld world, string text) =>
        (await world.Get<ImportsQuery>().HandInAsync(world.Store, "orders.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)), null, null, default)).Value!.Id;

    private static string Address(PagesWorld world) => world.Get<NavigationManager>().Uri;
}
