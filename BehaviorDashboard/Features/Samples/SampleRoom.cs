using System.Security.Claims;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Samples;

/// <summary>The sample store: no page of its own; Overview and the data page offer it, programs ask here.</summary>
public static class SampleRoom
{
    public static IServiceCollection AddSamples(this IServiceCollection services)
    {
        services.AddOptions<SampleOptions>().BindConfiguration(SampleOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<SampleQuery>().AddScoped<IRunJob, SampleJob>();
    }

    public static void MapSamples(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/stores/{store}/sample", QueueAsync)
        .RequireAuthorization(Access.ApiWrite)
        .WithTags("Sample").WithName("QueueSample").Produces(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status409Conflict)
        .WithSummary("Fills an empty store with a year of an invented shop. Answers the run that does it.");

    private static async Task<IResult> QueueAsync(string store, SampleRequest? request, SampleQuery samples, ClaimsPrincipal caller, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var id))
        {
            return Results.NotFound();
        }

        var outcome = await samples.QueueAsync(id, request ?? new SampleRequest(), caller.Identity?.Name, ct);
        return outcome.Value is { } run ? Results.Accepted($"/api/v1/stores/{store}/runs/{run.Id}", new { id = run.Id }) : Refusal(outcome.Problems[0]);
    }

    private static IResult Refusal(Problem problem) => Results.Problem(
        problem.Message,
        statusCode: problem.Code == SampleRules.NotEmpty ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest,
        extensions: new Dictionary<string, object?> { ["code"] = problem.Code, ["field"] = problem.Field });
}
