using System.Globalization;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Shell;
using Hangfire;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using MudBlazor.Services;
using Scalar.AspNetCore;

namespace BehaviorDashboard.Hosting;

/// <summary>The pipeline of the web server.</summary>
internal static class Web
{
    public static void AddWeb(this IServiceCollection services, DataFolder folder)
    {
        services.AddSignIn(folder);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddHttpContextAccessor();
        services.AddProblemDetails();
        services.AddAntiforgery(o => o.HeaderName = "X-XSRF-TOKEN");
        services.AddApiDescription();
        services.AddShell();
        services.Configure<RequestLocalizationOptions>(Languages);
        services.AddHangfire(h => h.UseInMemoryStorage());
        services.AddHangfireServer((provider, o) => o.WorkerCount = provider.GetRequiredService<IOptions<JobsOptions>>().Value.Workers);
        services.AddScoped<DrainJob>();
        services.AddHostedService<RunStarter>();
        services.AddHostedService<ScheduleClock>();
    }

    public static void UseWeb(this WebApplication app)
    {
        app.UseExceptionHandler("/error");
        app.UseStatusCodePages(StatusPage);
        app.UseMiddleware<SecurityHeaders>();
        app.UseStaticFiles(Assets());
        app.UseRouting();
        app.UseRequestLocalization();
        app.UseFirstRunGate();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet("/health/ready", () => Results.Text("ready")).AllowAnonymous().ExcludeFromDescription();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference("/docs", o => o.WithTitle("BehaviorDashboard").WithOpenApiRoutePattern("/openapi/{documentName}.json").DisableDefaultFonts());
        app.MapHangfireDashboardWithAuthorizationPolicy(Access.Admin, "/hangfire", new Hangfire.DashboardOptions { DashboardTitle = "BehaviorDashboard" });
        app.MapRooms();
        app.MapShell();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }

    private static void Languages(RequestLocalizationOptions options)
    {
        CultureInfo[] cultures = [new("en"), new("zh-CN")];
        options.DefaultRequestCulture = new RequestCulture(cultures[0]);
        options.SupportedCultures = options.SupportedUICultures = cultures;
        options.FallBackToParentCultures = options.FallBackToParentUICultures = true;
    }

    // From the output folder: files linked from outside the project and served as static web assets can answer 200 with no bytes.
    private static StaticFileOptions Assets() => new()
    {
        RequestPath = "/assets",
        FileProvider = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot-assets")),
        OnPrepareResponse = context => context.Context.Response.Headers.CacheControl = "no-cache",
    };

    // What the framework refuses before an endpoint sees it.
    private static Problem WithoutWords(int status, bool known) => status switch
    {
        // Endpoints say what is missing themselves; all but the store.
        StatusCodes.Status404NotFound when known => new Problem("store.missing", "There is no such store."),
        StatusCodes.Status404NotFound => new Problem("address.missing", "There is nothing at this address; /docs lists what there is."),
        StatusCodes.Status405MethodNotAllowed => new Problem("address.method", "This address takes another method; /docs lists them."),
        StatusCodes.Status415UnsupportedMediaType => new Problem("request.media_type", "Send the body as application/json."),
        StatusCodes.Status400BadRequest => new Problem("request.unreadable", "The body or a value of the query cannot be read; /docs shows what is expected."),
        _ => new Problem("request.refused", $"The request was refused with status {status}."),
    };

    private static Task StatusPage(Microsoft.AspNetCore.Diagnostics.StatusCodeContext context)
    {
        var request = context.HttpContext.Request;
        if (request.Path.StartsWithSegments("/api") || !request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            var status = context.HttpContext.Response.StatusCode;
            return Workspace.Refusal.From(WithoutWords(status, context.HttpContext.GetEndpoint() is not null), status).ExecuteAsync(context.HttpContext);
        }

        if (context.HttpContext.Response.StatusCode == StatusCodes.Status404NotFound)
        {
            context.HttpContext.Response.Redirect("/not-found");
        }

        return Task.CompletedTask;
    }
}
