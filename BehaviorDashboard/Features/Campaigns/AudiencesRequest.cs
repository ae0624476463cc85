using Microsoft.AspNetCore.WebUtilities;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>Whom another page wants to act on: <c>?segment=ID</c> or <c>?filter=JSON</c>, with a name to begin with.</summary>
public sealed record AudiencesRequest(Guid? Segment = null, string? Filter = null, string? Name = null)
{
    public bool IsEmpty => Segment is null && Filter is null;

    /// <summary>The same people, for another page.</summary>
    public string ToQuery() => string.Join('&', new[] { Part("segment", Segment?.ToString()), Part("filter", Filter), Part("name", Name) }.OfType<string>());

    public static AudiencesRequest FromUri(string uri)
    {
        var query = QueryHelpers.ParseQuery(uri[Math.Max(0, uri.IndexOf('?', StringComparison.Ordinal))..].Split('#')[0]);
        string? Text(string key) => query.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString() : null;
        return new AudiencesRequest(Guid.TryParse(Text("segment"), out var segment) ? segment : null, Text("filter"), Text("name"));
    }

    private static string? Part(string key, string? value) => value is null ? null : $"{key}={Uri.EscapeDataString(value)}";
}
