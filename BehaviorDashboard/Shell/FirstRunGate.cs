using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Shell;

/// <summary>While nobody can sign in, every page leads to the first-run page; afterwards that page leads to the sign-in.</summary>
public static class FirstRunGate
{
    public const string Path = "/first-run";

    private static readonly PathString[] Open = ["/assets", "/_framework", "/_content", "/_blazor", "/health", "/api", "/openapi", "/docs", "/language", Path];

    /// <summary>Stands before authentication, which would send everybody to a sign-in that nobody can pass.</summary>
    public static IApplicationBuilder UseFirstRunGate(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!Open.Any(open => context.Request.Path.StartsWithSegments(open)) && !await context.RequestServices.GetRequiredService<FirstRun>().IsDoneAsync(context.RequestAborted))
        {
            context.Response.Redirect(Path);
            return;
        }

        await next(context);
    });
}
