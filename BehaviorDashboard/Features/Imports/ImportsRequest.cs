using Microsoft.AspNetCore.WebUtilities;

namespace BehaviorDashboard.Features.Imports;

/// <summary>The page's address: which file is on its way, how far it is, and what was corrected about it.</summary>
/// <param name="File">A file that was handed in.</param>
/// <param name="Check">The dry run is asked for.</param>
/// <param name="Import">An import that was started, to watch.</param>
public sealed record ImportsRequest(Guid? File = null, ImportMapping? Mapping = null, bool Check = false, Guid? Import = null)
{
    private const string CheckStep = "check";

    public static IReadOnlyList<string> Steps { get; } = ["file", "mapping", CheckStep, "import"];

    public ImportMapping Wanted => Mapping ?? new ImportMapping();

    /// <summary>Equal for the same file, read in the same way.</summary>
    public string Source => File + Wanted.ToJson();

    /// <summary>Place in <see cref="Steps"/>.</summary>
    public int Step => Import is not null ? 3 : File is null ? 0 : Check ? 2 : 1;

    public static ImportsRequest FromUri(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        string? Text(string key) => query.TryGetValue(key, out var value) ? value.ToString() : null;
        Guid? Id(string key) => Guid.TryParse(Text(key), out var id) ? id : null;
        // A mapping that cannot be read is no mapping: the file speaks for itself.
        var mapping = ImportMapping.Parse(Text("mapping")) is { Succeeded: true, Value: var parsed } && parsed != new ImportMapping() ? parsed : null;
        return Id("import") is { } import ? new ImportsRequest(Import: import) : new ImportsRequest(Id("file"), mapping, Id("file") is not null && Text("step") == CheckStep);
    }

    public IReadOnlyDictionary<string, object?> ToQuery() => new Dictionary<string, object?>
    {
        ["file"] = File?.ToString(),
        ["mapping"] = Mapping is null || Mapping == new ImportMapping() ? null : Mapping.ToJson(),
        ["step"] = Check ? CheckStep : null,
        ["import"] = Import?.ToString(),
    };
}
