using BehaviorDashboard.Hosting;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Hosting;

public sealed class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Sources.Root, "README.md"));

    [Fact]
    public void Readme_NamesEverySetting() =>
        Assert.All(Settings.All.SelectMany(s => s.Settings.Select(s.KeyOf)), key => Assert.Contains($"`{key}`", Readme, StringComparison.Ordinal));

    [Fact]
    public void Readme_ShowsPicturesThatAreThere()
    {
        var pictures = System.Text.RegularExpressions.Regex.Matches(Readme, @"!\[[^\]]*\]\(([^)]+)\)").Select(m => m.Groups[1].Value).ToList();

        Assert.NotEmpty(pictures);
        Assert.All(pictures, picture => Assert.True(new FileInfo(Path.Combine(Sources.Root, picture)) is { Exists: true, Length: > 10_000 }, $"{picture} is missing"));
    }
}
