using System.Globalization;
using BehaviorDashboard.Ui;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace BehaviorDashboard.Tests.Ui;

public sealed class ChartsTests
{
    public static TheoryData<string> Colors => [.. HouseTheme.Categories.Concat(Filled(HouseTheme.Light)).Concat(Filled(HouseTheme.Dark)).Distinct()];

    [Theory]
    [MemberData(nameof(Colors))]
    public void TextOnAColour_OfEitherTheme_HasContrastAA(string color)
    {
        var (one, other) = (HouseTheme.Luminance(color), HouseTheme.Luminance(HouseTheme.On(color)));

        Assert.True((Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05) >= 4.5, color);
    }

    [Fact]
    public async Task Scatter_WithLabels_NumbersThePointsAndNamesThemInAKey()
    {
        CultureInfo.CurrentUICulture = new CultureInfo("en");
        await using var browser = new BunitContext();
        browser.JSInterop.Mode = JSRuntimeMode.Loose;
        browser.Services.AddLogging().AddLocalization();
        ScatterPoint[] points = [new("<b>Small</b>", 1, 1, 1, "a"), new("Large", 1.01, 1.01, 100, "b")];

        var chart = browser.Render<ScatterChart>(p => p.Add(c => c.Title, "Map").Add(c => c.Points, points).Add(c => c.XTitle, "x").Add(c => c.YTitle, "y").Add(c => c.ShowLabels, true));

        Assert.Equal(["1 <b>Small</b>", "2 Large"], chart.FindAll(".chart-key li").Select(li => li.TextContent));
    }

    private static string[] Filled(ChartInk ink) => [ink.Primary, ink.Gain, ink.Loss, ink.Attention, ink.Neutral];
}
