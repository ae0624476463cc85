namespace BehaviorDashboard.Ui;

/// <summary>Addresses inside a store that keep what is global: range, comparison and filter.</summary>
public static class StoreAddress
{
    private static readonly string[] Kept = ["from", "to", "compare", "where"];

    public static string Of(string store, string path, string? current = null)
    {
        var mark = path.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        var kept = KeptOf(current);
        return $"/s/{store}/{path.TrimStart('/')}{(kept.Length == 0 ? "" : mark + kept)}";
    }

    private static string KeptOf(string? uri)
    {
        var query = uri?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        if (query < 0)
        {
            return "";
        }

        var parts = uri![(query + 1)..].Split('#')[0].Split('&');
        return string.Join('&', parts.Where(part => Kept.Contains(part.Split('=')[0])));
    }
}
