using Microsoft.AspNetCore.WebUtilities;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>What another page wants to freeze: <c>?segment=ID</c> or <c>?filter=JSON</c>, with a name to begin with.</summary>
public sealed record AudiencesRequest(Guid? Segment = null, string? Filter = null, string? Name = null)
{
    public bool IsEmpty => Segment is null && Filter is null;

    public static AudiencesRequest FromUri(string uri)
    {
        var query = QueryHelpers.ParseQuery(uri[Math.Max(0, uri.IndexOf('?', StringComparison.Ordinal))..].Split('#')[0]);
        string? Text(string key) => query.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString() : null;
        return new AudiencesRequest(Guid.TryParse(Text("segment"), out var segment) ? segment : null, Text("filter"), Text("name"));
    }
}
