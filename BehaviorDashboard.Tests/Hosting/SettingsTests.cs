using BehaviorDashboard.Hosting;
using BehaviorDashboard.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace BehaviorDashboard.Tests.Hosting;

public sealed class SettingsTests
{
    [Fact]
    public void Settings_TheExampleFile_IsValidAndNamesEverySetting()
    {
        var example = new ConfigurationBuilder().AddJsonFile(Path.Combine(Sources.Root, "appsettings.example.json")).Build();

        Assert.Empty(Settings.Check(example));
        Assert.All(Settings.All.SelectMany(s => s.Settings.Select(s.KeyOf)), key => Assert.True(example.GetSection(key).Exists(), $"appsettings.example.json does not show {key}"));
    }

    [Fact]
    public void Settings_TheExampleFile_ShowsTheDefaults()
    {
        var example = new ConfigurationBuilder().AddJsonFile(Path.Combine(Sources.Root, "appsettings.example.json")).Build();
        foreach (var section in Settings.All)
        {
            var defaults = Activator.CreateInstance(section.Options)!;
            foreach (var setting in section.Settings.Where(s => s.PropertyType.IsValueType || s.PropertyType == typeof(string)))
            {
                Assert.Equal(Convert.ToString(setting.GetValue(defaults), System.Globalization.CultureInfo.InvariantCulture), example[section.KeyOf(setting)], ignoreCase: true);
            }
        }
    }

    [Fact]
    public void Settings_SeveralWrong_AreAllNamedWithTheirLegalValues()
    {
        var wrong = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Events:Threads"] = "many",
            ["Events:MemoryLimitMegabytes"] = "12",
            ["Churn:HorizonDay"] = "30",
            ["DataFolder"] = "",
        }).Build();

        var said = Settings.Check(wrong);

        Assert.Equal(4, said.Count);
        Assert.Contains(said, s => s.Contains("Events:Threads is 'many', which is not a whole number. Legal: 0 to 256.", StringComparison.Ordinal));
        Assert.Contains(said, s => s.Contains("Events:MemoryLimitMegabytes is '12'. Legal: 128 to 1,048,576.", StringComparison.Ordinal));
        Assert.Contains(said, s => s.Contains("Churn:HorizonDay is no setting. Churn has: HorizonDays", StringComparison.Ordinal));
        Assert.Contains(said, s => s.StartsWith("DataFolder is ''", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Program_WithWrongSettings_SaysAllAndEndsWithAnError()
    {
        using var folder = new TemporaryFolder();

        var (code, _, errors) = await RunningServer.RunAsync("--DataFolder", folder.Path, "--Jobs:Workers=0", "--Sample:Customers=x");

        Assert.NotEqual(0, code);
        Assert.Contains("Jobs:Workers", errors, StringComparison.Ordinal);
        Assert.Contains("Sample:Customers", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_OnAFolderInUse_IsRefusedWithAClearMessage()
    {
        using var folder = new TemporaryFolder();
        await using var first = await RunningServer.StartAsync(folder.Path);

        var (code, _, errors) = await RunningServer.RunAsync("--DataFolder", folder.Path, "--urls", "http://127.0.0.1:0");

        Assert.NotEqual(0, code);
        Assert.Contains("is in use by another process", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }
}
