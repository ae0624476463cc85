using System.Globalization;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>Audiences over HTTP; page and programs download through the same door.</summary>
internal static class AudiencesDoor
{
    public static async Task<IResult> ListAsync(string store, AudiencesQuery query, CancellationToken ct) => StoreId.TryParse(store, out var id)
        ? Results.Ok(new { audiences = (await query.ListAsync(id, ct)).Select(Shape) })
        : Results.NotFound();

    public static async Task<IResult> CreateAsync(string store, NewAudienceRequest request, AudiencesQuery query, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var id))
        {
            return Results.NotFound();
        }

        var created = await query.CreateAsync(id, request, ct);
        return created.Succeeded
            ? Results.Created(
                $"/api/v1/stores/{store}/audiences/{created.Value.Record.Id}/export",
                new { id = created.Value.Record.Id, name = created.Value.Record.Name, members = created.Value.Record.Members, holdOut = created.Value.Record.HoldOut, leftOut = created.Value.LeftOut })
            : Refusal.From(created.Problems);
    }

    public static async Task<IResult> ExportAsync(string store, Guid id, AudiencesQuery query, AudienceShelf shelf, CancellationToken ct, string? format = null, bool bom = false)
    {
        if (CampaignsRules.CheckFormat(format) is { } problem)
        {
            return Refusal.From(problem);
        }

        if (!StoreId.TryParse(store, out var known) || await shelf.FindAsync(known, id, ct) is not { } audience)
        {
            return Refusal.From(CampaignsRules.NoAudience);
        }

        return Results.Stream(output => query.ExportAsync(audience, output, bom, ct), "text/csv; charset=utf-8", FileNameOf(audience));
    }

    private static string FileNameOf(AudienceRecord audience)
    {
        var name = new string([.. audience.Name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' ? c : '-')]);
        return string.Create(CultureInfo.InvariantCulture, $"{name}-{audience.Frozen:yyyyMMdd}.csv");
    }

    private static object Shape(AudienceCount a) => new
    {
        id = a.Record.Id,
        name = a.Record.Name,
        campaign = a.Record.Campaign,
        members = a.Record.Members,
        holdOut = a.Record.HoldOut,
        exported = a.Exported,
        leftOut = a.LeftOut,
        gone = a.Gone,
        frozen = a.Record.Frozen,
    };
}
