using System.Net;
using System.Text.RegularExpressions;
using BehaviorDashboard.Hosting;
using BehaviorDashboard.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BehaviorDashboard.Tests.Hosting;

/// <summary>Every route that the program has, walked by somebody who has not signed in.</summary>
public sealed partial class RoutesTests
{
    // Sign-in itself, what a browser needs to show it, and the sign of life.
    private static readonly string[] Public = ["/sign-in", "/sign-out", "/first-run", "/denied", "/not-found", "/error", "/health/ready"];

    private static readonly string[] PublicFolders = ["/_framework", "/_content", "/_blazor", "/assets", "/language"];

    private static WebApplicationOptions Options => new() { ApplicationName = "BehaviorDashboard", Args = ["--urls", "http://127.0.0.1:0"] };

    [Fact]
    public async Task Routes_WithoutSignIn_AnswerNothing()
    {
        using var temporary = new TemporaryFolder();
        using var folder = DataFolder.Take(temporary.Path);
        await using var app = Application.Build(WebApplication.CreateBuilder(Options), folder);
        await app.Services.GetRequiredService<BehaviorDashboard.Workspace.WorkspaceDatabase>().MigrateAsync(default);
        await app.StartAsync();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };

        var walked = 0;
        var open = new List<string>();
        foreach (var (method, path) in Routes(app).Where(r => !IsPublic(r.Path)))
        {
            walked++;
            using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            if (!IsRefusal(answer))
            {
                open.Add($"{method} {path} answered {(int)answer.StatusCode}");
            }
        }

        Assert.True(walked > 20, $"Only {walked} routes were walked.");
        Assert.True(open.Count == 0, string.Join('\n', open));
    }

    [Fact]
    public async Task Routes_ThatAllowAnybody_AreTheKnownOnes()
    {
        using var temporary = new TemporaryFolder();
        using var folder = DataFolder.Take(temporary.Path);
        await using var app = Application.Build(WebApplication.CreateBuilder(Options), folder);
        await app.Services.GetRequiredService<BehaviorDashboard.Workspace.WorkspaceDatabase>().MigrateAsync(default);
        await app.StartAsync();

        var anonymous = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Where(p => !IsPublic(p) && !Path.HasExtension(p))
            .ToList();

        Assert.Empty(anonymous);
    }

    private static IEnumerable<(string Method, string Path)> Routes(WebApplication app) =>
        from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"]
        let path = "/" + Parameter().Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), m => m.Value.Contains("guid", StringComparison.Ordinal) ? Guid.NewGuid().ToString() : "x1")
        where !Path.HasExtension(path)
        select (method, path);

    private static bool IsPublic(string path) => Public.Contains(path) || PublicFolders.Any(f => path.StartsWith(f, StringComparison.Ordinal));

    // A page sends to the sign-in, an endpoint says 401. An antiforgery check may come first: 400 tells nothing either.
    private static bool IsRefusal(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
        || (answer.StatusCode is HttpStatusCode.Redirect && (answer.Headers.Location?.ToString() is { } to) && (to.Contains("/sign-in", StringComparison.Ordinal) || to.Contains("/first-run", StringComparison.Ordinal)));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
