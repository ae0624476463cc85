using BehaviorDashboard.Features.Imports;

namespace BehaviorDashboard.Tests.Features.Imports;

public class TimeAndNumberTests
{
    [Theory]
    [InlineData("2010-12-01 08:26:00", "2010-12-01T08:26:00")]
    [InlineData("12/1/2010 8:26", "2010-12-01T08:26:00")]
    [InlineData("1.12.2010 08:26", "2010-12-01T08:26:00")]
    [InlineData("01-12-2010 8.26", "2010-12-01T08:26:00")]
    [InlineData("2010/12/01", "2010-12-01T00:00:00")]
    [InlineData("20101201", "2010-12-01T00:00:00")]
    [InlineData("2010年12月1日 8:26", "2010-12-01T08:26:00")]
    [InlineData("12/1/10 8:26 PM", "2010-12-01T20:26:00")]
    [InlineData("12/1/2010 12:05:30 AM", "2010-12-01T00:05:30")]
    [InlineData("2010-12-01T08:26:00.123456", "2010-12-01T08:26:00.123456")]
    public void LocalTime_InAnyForm_IsRead(string text, string expected)
    {
        Assert.True(TimeText.TryParse(text, DateOrder.MonthFirst, out var time, out var offset));
        Assert.Equal(DateTime.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), time);
        Assert.Null(offset);
    }

    [Theory]
    [InlineData("2019-10-01 00:00:00 UTC", 0)]
    [InlineData("2026-01-01T00:00:01Z", 0)]
    [InlineData("2026-03-01 10:14:30 -0500", -300)]
    [InlineData("2026-03-01T10:14:30+05:30", 330)]
    [InlineData("1767225600", 0)]
    [InlineData("1767225600000", 0)]
    public void TimeWithZone_IsReadWithItsOffset(string text, int minutes)
    {
        Assert.True(TimeText.TryParse(text, DateOrder.MonthFirst, out _, out var offset));
        Assert.Equal(minutes, offset?.TotalMinutes);
    }

    [Theory]
    [InlineData("2026-02-30")]
    [InlineData("13/13/2026")]
    [InlineData("2026-01-01 25:00")]
    [InlineData("2026-01-01 10:00 whenever")]
    [InlineData("12")]
    [InlineData("")]
    [InlineData("0000-00-00 00:00:00")]
    public void TextThatIsNoTime_IsRefused(string text) => Assert.False(TimeText.TryParse(text, DateOrder.MonthFirst, out _, out _));

    [Theory]
    [InlineData("3/12/2026,13/12/2026", DateOrder.DayFirst, true)]
    [InlineData("3/12/2026,3/13/2026", DateOrder.MonthFirst, true)]
    [InlineData("3/12/2026,4/12/2026", DateOrder.MonthFirst, false)]
    public void DayAndMonth_DecidedOverTheRows_OrAnAssumptionThatSaysSo(string times, DateOrder order, bool sure)
    {
        using var world = new ImportWorld();

        var shape = world.Analyze(world.Write("customer,time,event\n" + string.Concat(times.Split(',').Select(t => $"c1,{t},view\n")))).Value!;

        Assert.Equal((order, sure), (shape.DateOrder, shape.DateOrderSure));
    }

    [Theory]
    [InlineData("1,234.50", false, 12_345_000)]
    [InlineData("1.234,50", true, 12_345_000)]
    [InlineData("1.234", true, 12_340_000)]
    [InlineData("12,5", true, 125_000)]
    [InlineData("-0.5", false, -5_000)]
    [InlineData("(2.50)", false, -25_000)]
    [InlineData("￥12.30元", false, 123_000)]
    [InlineData("$ 3", false, 30_000)]
    [InlineData("0.00005", false, 1)]
    [InlineData("1e3", false, 10_000_000)]
    [InlineData("", false, 0)]
    public void Amount_AsPeopleWriteIt_IsRead(string text, bool decimalComma, long scaled)
    {
        Assert.Equal(RejectReason.None, NumberText.Amount(text, decimalComma, out var amount));
        Assert.Equal(scaled, amount);
    }
}
