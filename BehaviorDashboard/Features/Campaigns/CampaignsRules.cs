using System.Globalization;
using System.Text.Json;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>What a decision may say, and how things are named.</summary>
public static class CampaignsRules
{
    /// <summary>Days after acceptance in which an effect is looked for, in every play and in past campaigns.</summary>
    public const int WindowDays = 30;

    /// <summary>Why somebody does not want a suggestion.</summary>
    public static IReadOnlyList<string> RefusalReasons { get; } = ["later", "people", "offer", "cost", "already"];

    public static Problem UnknownReason { get; } = new("suggestion.reason_unknown", $"Say why: one of {string.Join(", ", RefusalReasons)}.", "reason");

    public static Problem NoSuggestion { get; } = new("suggestion.missing", "There is no such suggestion. It may belong to older facts: ask for the list again.", "id");

    public static Problem Accepted { get; } = new("suggestion.exists", "This suggestion is a campaign already.", "id");

    public static Problem Nobody { get; } = new("suggestion.nobody", "Nobody is left in this suggestion: consent or other campaigns took everybody out.", "id");

    public static Problem NoCampaign { get; } = new("campaign.missing", "There is no such campaign.", "id");

    public static Problem NoAudience { get; } = new("audience.missing", "There is no such audience.", "id");

    public static string IdOf(string play, DateOnly asOf) => string.Create(CultureInfo.InvariantCulture, $"{play}-{asOf:yyyyMMdd}");

    public static Problem? CheckFormat(string? format) =>
        format is null or "csv" ? null : new Problem("export.format_unknown", $"There is no format '{format}'. Use csv.", "format", format);

    /// <summary>Name and hold-out of a new audience.</summary>
    public static Problem? Check(NewAudienceRequest request) =>
        string.IsNullOrWhiteSpace(request.Name) || request.Name.Trim().Length > 200 ? new Problem("audience.name", "An audience needs a name of 1 to 200 characters.", "name")
        : request.HoldOut is < 0 or > 0.5 or double.NaN ? new Problem("audience.holdout_out_of_range", "The hold-out is a share from 0 to 0.5.", "holdOut")
        : (request.Segment is null) == (request.Filter is null) ? new Problem("audience.who", "Give either a segment or a filter.", "segment")
        : null;
}

/// <param name="Segment">A saved segment's id.</param>
/// <param name="Filter">A customer filter, as an object or as text that holds one.</param>
/// <param name="HoldOut">Share left alone at random; 0 for none.</param>
public sealed record NewAudienceRequest(string? Name, Guid? Segment = null, JsonElement? Filter = null, double HoldOut = 0);

/// <param name="Reason">One of <see cref="CampaignsRules.RefusalReasons"/>.</param>
public sealed record RefuseRequest(string? Reason);
