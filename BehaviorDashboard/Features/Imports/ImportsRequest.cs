using Microsoft.AspNetCore.WebUtilities;

namespace BehaviorDashboard.Features.Imports;

/// <summary>The page's address: which handed-in file it looks at, and what was corrected about it.</summary>
public sealed record ImportsRequest(Guid? File = null, ImportMapping? Mapping = null)
{
    public ImportMapping Wanted => Mapping ?? new ImportMapping();

    public static ImportsRequest FromUri(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        var file = query.TryGetValue("file", out var id) && Guid.TryParse(id, out var found) ? found : (Guid?)null;
        // A mapping that cannot be read is no mapping: the file speaks for itself.
        var mapping = query.TryGetValue("mapping", out var json) && ImportMapping.Parse(json) is { Succeeded: true, Value: var parsed } ? parsed : null;
        return new ImportsRequest(file, mapping);
    }

    public IReadOnlyDictionary<string, object?> ToQuery() => new Dictionary<string, object?>
    {
        ["file"] = File?.ToString(),
        ["mapping"] = Mapping is null || Mapping == new ImportMapping() ? null : Mapping.ToJson(),
    };
}
