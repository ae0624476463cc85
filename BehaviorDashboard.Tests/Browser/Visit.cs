using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace BehaviorDashboard.Tests.Browser;

/// <summary>Somebody at the browser, in the words of the domain. What the console of the page complains about is kept.</summary>
public sealed partial class Visit : IAsyncDisposable
{
    public const string Email = "ada@example.com";
    public const string Password = "correct-horse-battery";

    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public Visit(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.SetDefaultTimeout(20_000);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Errors that the browser's console showed.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public string Store => StoreOf().Match(Page.Url) is { Success: true } found ? found.Groups[1].Value : throw new InvalidOperationException("The address names no store: " + Page.Url);

    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path.Replace("{store}", Page.Url.Contains("/s/", StringComparison.Ordinal) ? Store : "", StringComparison.Ordinal));
        await SettledAsync();
    }

    /// <summary>The circuit is up and no panel is loading.</summary>
    public async Task SettledAsync(int milliseconds = 20_000)
    {
        await Page.Locator("h1").First.WaitForAsync(new LocatorWaitForOptions { Timeout = milliseconds });
        await Assertions.Expect(Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = milliseconds });
    }

    public async Task<string> TileAsync(string label) =>
        (await Page.Locator(".tile", new PageLocatorOptions { HasText = label }).First.Locator(".tile-value").GetAttributeAsync("title"))
        ?? await Page.Locator(".tile", new PageLocatorOptions { HasText = label }).First.Locator(".tile-value").InnerTextAsync();

    /// <summary>The digits of a figure on a page, as a number.</summary>
    public static decimal Number(string text) => decimal.Parse(NotOfANumber().Replace(text, ""), NumberStyles.Number, CultureInfo.InvariantCulture);

    /// <summary>Fails when the page is wider than the window: a phone would scroll sideways.</summary>
    public async Task AssertFitsAsync()
    {
        var over = await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(over <= 1, $"{Page.Url} is {over} pixels wider than the window");
    }

    /// <summary>Kept beside the test results when a folder for them is named.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("BD_PICTURES") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    [GeneratedRegex(@"/s/([^/?#]+)")]
    private static partial Regex StoreOf();

    [GeneratedRegex(@"[^0-9.\-]")]
    private static partial Regex NotOfANumber();
}
