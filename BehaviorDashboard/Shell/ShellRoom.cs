using Microsoft.AspNetCore.Localization;

namespace BehaviorDashboard.Shell;

/// <summary>The frame around the rooms.</summary>
public static class ShellRoom
{
    public static IServiceCollection AddShell(this IServiceCollection services) => services.AddScoped<ScopeReader>();

    public static void MapShell(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/language/{culture}", ChooseLanguage).AllowAnonymous().ExcludeFromDescription();

    // A cookie, not a query: links stay the same for everybody.
    private static IResult ChooseLanguage(string culture, string? returnUrl, HttpContext http)
    {
        if (!Languages.All.Any(l => l.Culture == culture))
        {
            return Results.NotFound();
        }

        http.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
            new CookieOptions { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true, Secure = http.Request.IsHttps });
        return Results.LocalRedirect(LocalUrl.OrHome(returnUrl));
    }
}
