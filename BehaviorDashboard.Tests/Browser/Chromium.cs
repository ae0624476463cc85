using BehaviorDashboard.Tests.Support;
using Microsoft.Playwright;

namespace BehaviorDashboard.Tests.Browser;

/// <summary>One headless Chromium for all stories; each story has a profile of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // Without these a Chromium calls home at every start, and some refuse to run as root.
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        var path = Machine.ChromiumPath;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = Arguments });
    }

    public async Task<Visit> OpenAsync(string address, string locale = "en-US", int width = 1440, int height = 900)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            Locale = locale,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ReducedMotion = ReducedMotion.Reduce,
        });
        return new Visit(context, await context.NewPageAsync());
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}

/// <summary>Stories share the browser and run one after the other: two at once would only slow each other.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserStories : ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}
