using BehaviorDashboard.Shell;

namespace BehaviorDashboard.Tests.Shell;

public sealed class LocalUrlTests
{
    [Theory]
    [InlineData("/s/demo/overview?from=2026-01-01", "/s/demo/overview?from=2026-01-01")]
    [InlineData("/", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("s/demo", "/")]
    public void OrHome_AnAddress_StaysOnThisSite(string? url, string expected) => Assert.Equal(expected, LocalUrl.OrHome(url));
}
