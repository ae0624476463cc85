using System.Globalization;
using System.Text.Json;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using MudBlazor;

namespace BehaviorDashboard.Features.Segments;

/// <summary>Segments: RFM and behaviour groups, and conditions that people saved.</summary>
public static class SegmentsRoom
{
    public static IServiceCollection AddSegments(this IServiceCollection services) => services
        .AddScoped<SegmentTables>()
        .AddScoped<SegmentsQuery>()
        .AddSingleton<ISegmentFilters, SegmentFilters>()
        .AddScoped<IRunJob, RfmJob>()
        .AddScoped<IRunJob, BehaviourJob>()
        .AddSingleton(new NavEntry(NavGroup.Customers, 20, Icons.Material.Outlined.PieChart, typeof(SegmentsText), "Nav", "segments", MemberRole.Viewer));

    public static void MapSegments(this IEndpointRouteBuilder routes)
    {
        var segments = routes.MapGroup("/api/v1/stores/{store}/segments").WithTags("Segments");
        segments.MapGet("", ListAsync).RequireAuthorization(Access.ApiRead).WithName("ListSegments").WithSummary("Saved segments, RFM groups and groups by behaviour.");
        segments.MapPost("", CreateAsync).RequireAuthorization(Access.ApiWrite).WithName("CreateSegment").WithSummary("Saves a condition as a segment.").Produces(StatusCodes.Status201Created);
        segments.MapPost("preview", PreviewAsync).RequireAuthorization(Access.ApiRead).WithName("PreviewSegment").WithSummary("How many customers a condition means, and what they look like.");
        segments.MapGet("{id:guid}/members", MembersAsync).RequireAuthorization(Access.ApiRead).WithName("ListSegmentMembers").WithSummary("Customers who belong to the segment now.");
    }

    private static async Task<IResult> ListAsync(string store, SegmentsQuery query, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var id))
        {
            return Results.NotFound();
        }

        var saved = await query.SavedAsync(id, ct);
        return Results.Ok(new
        {
            segments = saved.Select(s => Shape(s.Record, s.Customers)),
            rfm = await query.RfmAsync(id, ct),
            behaviour = await query.BehaviourAsync(id, ct),
        });
    }

    private static async Task<IResult> CreateAsync(string store, NewSegment segment, SegmentsQuery query, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var id))
        {
            return Results.NotFound();
        }

        var saved = await query.SaveAsync(id, segment, "api", ct);
        return saved.Succeeded
            ? Results.Created($"/api/v1/stores/{store}/segments/{saved.Value.Id}/members", Shape(saved.Value, null))
            : Refusal.From(saved.Problems);
    }

    private static async Task<IResult> PreviewAsync(string store, NewSegment segment, SegmentsQuery query, StoreDirectory stores, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var id) || await stores.FindAsync(id, ct) is not { } found)
        {
            return Results.NotFound();
        }

        var preview = await query.PreviewAsync(id, segment.Filter, ct);
        return preview.Succeeded
            ? Results.Ok(new
            {
                count = preview.Value.Customers,
                profile = new
                {
                    everybody = preview.Value.Everybody,
                    netRevenue = new { amount = Math.Round(preview.Value.NetRevenue, 4), currency = found.Currency },
                    averageOrders = preview.Value.AverageOrders,
                    churnProbability = preview.Value.ChurnProbability,
                },
            })
            : Refusal.From(preview.Problems);
    }

    private static async Task<IResult> MembersAsync(string store, Guid id, SegmentsQuery query, CancellationToken ct, string? after = null, int take = 1000)
    {
        if (!StoreId.TryParse(store, out var known))
        {
            return Results.NotFound();
        }

        if (after is not null && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return Refusal.From(new Problem("segment.after_wrong", "after is what `next` of the page before said.", "after"));
        }

        var members = await query.MembersAsync(known, id, after is null ? 0 : int.Parse(after, CultureInfo.InvariantCulture), take, ct);
        return members.Succeeded
            ? Results.Ok(new { id, total = members.Value.Total, customers = members.Value.Customers, next = members.Value.Next?.ToString(CultureInfo.InvariantCulture) })
            : Refusal.From(members.Problems);
    }

    private static object Shape(SegmentRecord segment, long? customers) => new
    {
        id = segment.Id,
        name = segment.Name,
        description = segment.Description,
        filter = JsonSerializer.Deserialize<JsonElement>(segment.FilterJson),
        origin = segment.Origin,
        customers,
        created = segment.Created,
    };
}
