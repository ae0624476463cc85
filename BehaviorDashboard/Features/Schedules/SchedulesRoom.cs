using System.Security.Claims;
using System.Text.Json;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using MudBlazor;

namespace BehaviorDashboard.Features.Schedules;

/// <summary>Schedules and the runs of background work.</summary>
public static class SchedulesRoom
{
    private const int MostRuns = 500;

    public static IServiceCollection AddSchedules(this IServiceCollection services)
    {
        services.AddOptions<SchedulesOptions>().BindConfiguration(SchedulesOptions.Section).ValidateDataAnnotations();
        return services
            .AddSingleton<SchedulesQuery>()
            .AddSingleton<WatchedFolders>()
            .AddScoped<IRunJob, FolderImportJob>()
            .AddSingleton(new NavEntry(NavGroup.SetUp, 20, Icons.Material.Outlined.Schedule, typeof(SchedulesText), "Nav", "schedules", MemberRole.Admin));
    }

    public static void MapSchedules(this IEndpointRouteBuilder routes)
    {
        var store = routes.MapGroup("/api/v1/stores/{store}").AddEndpointFilter(StoreIsAName).WithTags("Schedules and runs");
        store.MapGet("schedules", ListAsync).RequireAuthorization(Access.ApiRead).WithName("ListSchedules").WithSummary("Schedules with their next five times.");
        store.MapPost("schedules", CreateAsync).RequireAuthorization(Access.ApiAdmin).WithName("CreateSchedule").WithSummary("Adds a schedule; without a time zone it takes the store's.").Produces(StatusCodes.Status201Created);
        store.MapPut("schedules/{id:guid}", UpdateAsync).RequireAuthorization(Access.ApiAdmin).WithName("UpdateSchedule").WithSummary("Changes what is given.");
        store.MapDelete("schedules/{id:guid}", DeleteAsync).RequireAuthorization(Access.ApiAdmin).WithName("DeleteSchedule").WithSummary("Removes a schedule; its runs stay in the history.").Produces(StatusCodes.Status204NoContent);
        store.MapPost("schedules/{id:guid}/run", RunNowAsync).RequireAuthorization(Access.ApiAdmin).WithName("RunSchedule").WithSummary("Queues the schedule's run now.").Produces(StatusCodes.Status202Accepted);
        store.MapPost("models/{kind}/train", TrainAsync).RequireAuthorization(Access.ApiWrite).WithName("TrainModel").WithSummary("Queues a training: rfm, segments, churn or suggestions.").Produces(StatusCodes.Status202Accepted);
        store.MapGet("runs", RunsAsync).RequireAuthorization(Access.ApiRead).WithName("ListRuns").WithSummary("Runs, latest first.");
        store.MapGet("runs/{id:guid}", FindRunAsync).RequireAuthorization(Access.ApiRead).WithName("GetRun").WithSummary("State, progress, result or failure of a run.");
        store.MapPost("runs/{id:guid}/cancel", CancelAsync).RequireAuthorization(Access.ApiWrite).WithName("CancelRun").WithSummary("Cancels a waiting run; asks a working one to stop.");
        store.MapPost("runs/{id:guid}/retry", RetryAsync).RequireAuthorization(Access.ApiWrite).WithName("RetryRun").WithSummary("Puts a run that did not succeed back into the queue.");
    }

    private static async Task<IResult> ListAsync(string store, SchedulesQuery query, CancellationToken ct) =>
        Results.Ok(new { schedules = (await query.ListAsync(new StoreId(store), ct)).Select(Shape) });

    private static async Task<IResult> CreateAsync(string store, ScheduleRequest request, SchedulesQuery query, CancellationToken ct)
    {
        var created = await query.CreateAsync(new StoreId(store), request, ct);
        return created.Succeeded ? Results.Created($"/api/v1/stores/{store}/schedules", Shape(created.Value)) : Refusal.From(created.Problems);
    }

    private static async Task<IResult> UpdateAsync(string store, Guid id, ScheduleRequest request, SchedulesQuery query, CancellationToken ct)
    {
        var updated = await query.UpdateAsync(new StoreId(store), id, request, ct);
        return updated.Succeeded ? Results.Ok(Shape(updated.Value)) : Refusal.From(updated.Problems);
    }

    private static async Task<IResult> DeleteAsync(string store, Guid id, SchedulesQuery query, CancellationToken ct) =>
        await query.DeleteAsync(new StoreId(store), id, ct) ? Results.NoContent() : Refusal.From(new Problem("schedule.missing", "There is no such schedule."));

    private static async Task<IResult> RunNowAsync(string store, Guid id, SchedulesQuery query, ClaimsPrincipal caller, CancellationToken ct) =>
        Queued(store, await query.RunNowAsync(new StoreId(store), id, caller.Identity?.Name, ct));

    private static async Task<IResult> TrainAsync(string store, string kind, SchedulesQuery query, ClaimsPrincipal caller, CancellationToken ct, TrainRequest? request = null) =>
        Queued(store, await query.TrainAsync(new StoreId(store), kind, request ?? new TrainRequest(), caller.Identity?.Name, ct));

    private static async Task<IResult> RunsAsync(string store, SchedulesQuery query, CancellationToken ct, string? kind = null, int take = 50) => take is < 1 or > MostRuns
        ? Refusal.From(new Problem("runs.take", $"Ask for 1 to {MostRuns} runs.", "take"))
        : Results.Ok(new { runs = (await query.RunsAsync(new StoreId(store), kind, take, ct)).Select(Shape) });

    private static async Task<IResult> FindRunAsync(string store, Guid id, SchedulesQuery query, CancellationToken ct) =>
        Answer(await query.FindRunAsync(new StoreId(store), id, ct));

    private static async Task<IResult> CancelAsync(string store, Guid id, SchedulesQuery query, CancellationToken ct) =>
        Answer(await query.CancelAsync(new StoreId(store), id, ct));

    private static async Task<IResult> RetryAsync(string store, Guid id, SchedulesQuery query, CancellationToken ct) =>
        Answer(await query.RetryAsync(new StoreId(store), id, ct));

    private static ValueTask<object?> StoreIsAName(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        StoreId.TryParse(context.HttpContext.Request.RouteValues["store"] as string, out _) ? next(context) : ValueTask.FromResult<object?>(Results.NotFound());

    private static IResult Queued(string store, Outcome<Run> run) =>
        run.Succeeded ? Results.Accepted($"/api/v1/stores/{store}/runs/{run.Value.Id}", new { id = run.Value.Id }) : Refusal.From(run.Problems);

    private static IResult Answer(Outcome<Run> run) => run.Succeeded ? Results.Ok(Shape(run.Value)) : Refusal.From(run.Problems);

    private static object Shape(ScheduleView view) => new
    {
        id = view.Schedule.Id,
        kind = view.Schedule.Kind,
        cron = view.Schedule.Cron,
        timeZone = view.Schedule.TimeZone,
        enabled = view.Schedule.Enabled,
        folder = SchedulesRules.FolderOf(view.Schedule),
        lastRun = view.Schedule.LastRun,
        next = view.Next,
    };

    private static object Shape(Run run) => new
    {
        id = run.Id,
        kind = run.Kind,
        state = run.State.ToString().ToLowerInvariant(),
        progress = run.Progress,
        stage = run.Stage,
        attempt = run.Attempt,
        interruptions = run.Interruptions,
        schedule = run.Schedule,
        requestedBy = run.RequestedBy,
        queued = run.Queued,
        started = run.Started,
        ended = run.Ended,
        result = run.ResultJson is { } json ? JsonSerializer.Deserialize<JsonElement>(json) : (JsonElement?)null,
        errorCode = run.ErrorCode,
        error = run.Error,
    };
}
