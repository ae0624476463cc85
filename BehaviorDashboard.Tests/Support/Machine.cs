using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BehaviorDashboard.Tests.Support;

/// <summary>
/// Makes a fresh machine ready for the tests: the OpenMP runtime that LightGBM needs, and a Chromium for the browser stories.
/// What is there is used; what is missing is installed, and said.
/// </summary>
internal static class Machine
{
    private static readonly string[] Browsers =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/snap/bin/chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

    private static readonly Lazy<string?> Browser = new(FindOrInstallBrowser);

    /// <summary>Path of a Chromium; null means the one of Playwright's own.</summary>
    public static string? ChromiumPath => Browser.Value;

    public static bool IsRoot => OperatingSystem.IsLinux() && Environment.UserName == "root";

    // The native library is looked for once per process, so it has to be there before the first test.
    [ModuleInitializer]
    internal static void InstallOpenMp()
    {
        if (OperatingSystem.IsLinux() && !NativeLibrary.TryLoad("libgomp.so.1", out _) && IsRoot)
        {
            Say("The OpenMP runtime (libgomp1) is missing; installing it with the system's package manager.");
            Install("libgomp1");
        }
    }

    private static string? FindOrInstallBrowser()
    {
        if (FindBrowser() is { } found)
        {
            return found;
        }

        if (IsRoot && File.Exists("/usr/bin/apt-get"))
        {
            Say("No Chromium found; installing the packages chromium and fonts-noto-cjk.");
            Install("chromium fonts-noto-cjk");
            if (FindBrowser() is { } installed)
            {
                return installed;
            }
        }

        Say("No Chromium found; installing Playwright's own.");
        var code = Microsoft.Playwright.Program.Main(["install", "chromium"]);
        return code == 0 ? null : throw new InvalidOperationException("No Chromium could be installed. Install one by hand, or name it in the environment variable CHROMIUM.");
    }

    private static string? FindBrowser() =>
        Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named ? named : Array.Find(Browsers, File.Exists);

    private static void Install(string packages)
    {
        using var apt = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq {packages}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = apt.StandardOutput.ReadToEndAsync();
        var errors = apt.StandardError.ReadToEndAsync();
        apt.WaitForExit();
        Say(apt.ExitCode == 0 ? $"Installed {packages}." : $"Could not install {packages}: {errors.Result} {output.Result}");
    }

    private static void Say(string text) => Console.Error.WriteLine("[tests] " + text);
}
