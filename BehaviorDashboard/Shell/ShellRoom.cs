namespace BehaviorDashboard.Shell;

/// <summary>The frame around the rooms.</summary>
public static class ShellRoom
{
    public static IServiceCollection AddShell(this IServiceCollection services) => services.AddScoped<ScopeReader>();

    public static void MapShell(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/language/{culture}", ChooseLanguage).AllowAnonymous().ExcludeFromDescription();

    private static IResult ChooseLanguage(string culture, string? returnUrl, HttpContext http)
    {
        if (!Languages.All.Any(l => l.Culture == culture))
        {
            return Results.NotFound();
        }

        Languages.Remember(http, culture);
        return Results.LocalRedirect(LocalUrl.OrHome(returnUrl));
    }
}
