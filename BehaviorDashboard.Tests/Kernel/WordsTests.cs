using System.Globalization;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Kernel;

/// <summary>The small words of the house: ranges, money, shares, safe CSV, store names.</summary>
public sealed class WordsTests
{
    [Fact]
    public void Range_Previous_HasTheSameLengthAndEndsTheDayBefore()
    {
        var february = new DateRange(new DateOnly(2028, 2, 1), new DateOnly(2028, 2, 29));

        Assert.Equal(29, february.Days);
        Assert.Equal(new DateRange(new DateOnly(2028, 1, 3), new DateOnly(2028, 1, 31)), february.Previous());
        Assert.True(february.Contains(february.From) && february.Contains(february.To) && !february.Contains(february.To.AddDays(1)));
    }

    [Fact]
    public void Range_LastDays_IncludesTheEnd() =>
        Assert.Equal("2026-01-25..2026-01-31", DateRange.LastDays(new DateOnly(2026, 1, 31), 7).ToString());

    [Fact]
    public void Range_EndBeforeStart_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new DateRange(new DateOnly(2026, 1, 2), new DateOnly(2026, 1, 1)));

    [Theory]
    [InlineData("0.00005", 1)]
    [InlineData("-0.00005", -1)]
    [InlineData("0.00004", 0)]
    [InlineData("12.34", 123_400)]
    [InlineData("-7", -70_000)]
    public void Money_ToScaled_RoundsHalfAwayFromZero(string amount, long scaled) =>
        Assert.Equal(scaled, Money.ToScaled(decimal.Parse(amount, CultureInfo.InvariantCulture)));

    [Fact]
    public void Money_ThereAndBack_LosesNothing() =>
        Assert.Equal(new Money(6_013_039.54m, "GBP"), Money.FromScaled(Money.ToScaled(6_013_039.54m), "GBP"));

    [Fact]
    public void Money_BeyondWhatFactsHold_IsAnErrorAndNoOtherAmount() => Assert.Throws<OverflowException>(() => Money.ToScaled(1e15m));

    [Fact]
    public void Percent_WithoutAWhole_IsNoData()
    {
        Assert.Null(Percent.Of(0, 0));
        Assert.Equal(0.25, Percent.Of(1, 4)!.Value.Share);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1\r\n")]
    [InlineData("+491234", "'+491234\r\n")]
    [InlineData("-cmd", "'-cmd\r\n")]
    [InlineData("@SUM(A1)", "'@SUM(A1)\r\n")]
    [InlineData("\t=1", "'\t=1\r\n")]
    [InlineData("\r=1", "\"'\r=1\"\r\n")]
    [InlineData("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"\r\n")]
    [InlineData("a@b.de", "a@b.de\r\n")]
    [InlineData("line\nbreak", "\"line\nbreak\"\r\n")]
    [InlineData(null, "\r\n")]
    public void Csv_TextThatASpreadsheetWouldRun_StaysText(string? text, string line) => Assert.Equal(line, Line(new StringWriter(), true, text));

    [Fact]
    public void Csv_ForMachines_KeepsTheText() => Assert.Equal("=1+1\r\n", Line(new StringWriter(), false, "=1+1"));

    [Fact]
    public void Csv_Numbers_KeepTheirSignAndPoint()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            var text = new StringWriter();
            new CsvText(text).Cell(-1.5m).Cell((IFormattable?)null).Cell("x").EndLine();
            Assert.Equal("-1.5,,x\r\n", text.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("demo", true)]
    [InlineData("north-shop-2", true)]
    [InlineData("-demo", false)]
    [InlineData("demo-", false)]
    [InlineData("Demo", false)]
    [InlineData("../demo", false)]
    [InlineData("demo\n", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void StoreId_Text_IsLegalOrNot(string? text, bool legal) => Assert.Equal(legal, StoreId.TryParse(text, out _));

    private static string Line(StringWriter writer, bool guard, string? text)
    {
        new CsvText(writer, guard).Cell(text).EndLine();
        return writer.ToString();
    }
}
