using System.Globalization;
using Microsoft.Playwright;

namespace BehaviorDashboard.Benchmarks;

/// <summary>
/// The question pages of the built program over a large generated store, in a headless Chromium: from a small change of the question to the last change of the page.
/// Arguments: the number of events (20000000), rounds (5), <c>--chromium PATH</c>.
/// </summary>
internal static class PagesMeasurement
{
    private const int Customers = 1_000_000;
    private const string Month = "from=2026-02-27&to=2026-03-28";

    // Each page's address, and small changes of it that a member makes in turn.
    private static readonly (string Page, string[] Changes)[] Rooms =
    [
        ("trends", ["interval=day", "interval=week", "interval=day&cumulative=1", "interval=day&average=7", "interval=week&average=4"]),
        ("funnels", ["tab=times", "unit=week", "tab=times&unit=week", "unit=month", "tab=distinguishes"]),
        ("retention", ["period=week", "period=month", "period=week&on=onOrAfter", "period=week&periods=8", "period=month&on=onOrAfter"]),
        ("lifecycle", ["period=week", "period=month", "view=stickiness", "period=day", "period=week&look=shares"]),
        ("paths", ["depth=3", "depth=4", "depth=5", "depth=4&share=0.05", "depth=3&repeats=1"]),
        ("carts", ["period=day", "period=week", "period=month", "period=week&timeout=7", "period=day&timeout=14"]),
    ];

    // From the change of the address to the last change of the page, once no panel is busy and nothing has moved for a moment.
    private const string Change = """
        async address => {
            const started = performance.now();
            let last = 0, slow = 0;
            const seen = new MutationObserver(() => { last = performance.now(); if (!slow && document.querySelector('.progress')) slow = last - started; });
            seen.observe(document.querySelector('main'), { subtree: true, childList: true, attributes: true, characterData: true });
            Blazor.navigateTo(address);
            for (;;) {
                await new Promise(done => setTimeout(done, 20));
                const now = performance.now();
                if (last && now - last > 250 && !document.querySelector('[aria-busy=true]')) break;
                if (now - started > 60000) break;
            }
            seen.disconnect();
            return [last - started, slow];
        }
        """;

    public static async Task RunAsync(string[] args)
    {
        var numbers = args.Where(a => int.TryParse(a.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out _)).Select(a => int.Parse(a.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)).ToList();
        var (events, rounds) = (numbers.Count > 0 ? numbers[0] : 20_000_000, numbers.Count > 1 ? numbers[1] : 5);
        var chromium = Array.IndexOf(args, "--chromium") is >= 0 and var at ? args[at + 1] : "/usr/bin/chromium";
        using var server = new MeasuredServer();
        await server.StartAsync();
        await server.UseStoreAsync();
        using (var store = new GeneratedStore(events, Customers))
        {
            await store.FillAsync();
            store.MoveTo(Path.Combine(server.StoresFolder, "measured"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{events:N0} events of {Customers:N0} customers, {Environment.ProcessorCount} cores"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { BaseURL = server.Address.ToString(), ViewportSize = new ViewportSize { Width = 1440, Height = 900 }, ReducedMotion = ReducedMotion.Reduce });
        await SignInAsync(page);
        foreach (var (room, changes) in Rooms)
        {
            await page.GotoAsync($"/s/measured/{room}?{Month}&compare=0");
            await page.WaitForSelectorAsync(".panel");
            // Twice around: the first time the program compiles, and the quick copy is written.
            List<double> seconds = [];
            List<double> progress = [];
            for (var round = 0; round <= rounds; round++)
            {
                foreach (var change in changes)
                {
                    var took = await page.EvaluateAsync<double[]>(Change, $"/s/measured/{room}?{Month}&compare=0&{change}");
                    if (round > 0)
                    {
                        seconds.Add(took[0] / 1000);
                        progress.Add(took[1] / 1000);
                    }
                }
            }

            var sorted = seconds.Order().ToArray();
            var shown = progress.Where(p => p > 0).DefaultIfEmpty(0).Max();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {room,-12} median {sorted[sorted.Length / 2]:0.00} s, p95 {sorted[(int)Math.Ceiling(sorted.Length * 0.95) - 1]:0.00} s over {sorted.Length} changes; progress and cancel shown after {(shown > 0 ? shown.ToString("0.00", CultureInfo.InvariantCulture) + " s" : "-")}"));
        }

        Console.WriteLine($"  memory of the server: {server.Megabytes().Now:N0} MB, peak {server.Megabytes().Peak:N0} MB");
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/");
        await page.WaitForURLAsync("**/first-run");
        await page.Locator("[name='Input.Name']").FillAsync("Ada");
        await page.Locator("[name='Input.Email']").FillAsync("ada@example.com");
        await page.Locator("[name='Input.Password']").FillAsync("correct-horse-battery");
        await page.Locator("button[type=submit].primary").ClickAsync();
        await page.WaitForURLAsync("**/overview");
    }
}
