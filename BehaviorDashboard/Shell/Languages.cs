using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace BehaviorDashboard.Shell;

/// <summary>The languages that pages speak, each by its own name.</summary>
public static class Languages
{
    public static IReadOnlyList<(string Culture, string Name)> All { get; } = [("en", "English"), ("zh-CN", "简体中文")];

    public static bool IsCurrent(string culture) => CultureInfo.CurrentUICulture.Name == culture;

    /// <param name="current">The absolute address to come back to.</param>
    public static string Address(string culture, string current) =>
        $"/language/{culture}?returnUrl={Uri.EscapeDataString(new Uri(current).PathAndQuery)}";

    public static bool IsChosen(HttpContext http) => http.Request.Cookies.ContainsKey(CookieRequestCultureProvider.DefaultCookieName);

    /// <summary>In a cookie, not in the address: links stay the same for everybody.</summary>
    public static void Remember(HttpContext http, string culture) => http.Response.Cookies.Append(
        CookieRequestCultureProvider.DefaultCookieName,
        CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
        new CookieOptions { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true, Secure = http.Request.IsHttps });
}
