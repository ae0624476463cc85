using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Shell;

/// <summary>Which store and which room an address names: <c>/s/{store}/{room}/...</c>.</summary>
public readonly record struct StorePath(StoreId? Store, string Room)
{
    public static StorePath Of(string uri)
    {
        var path = Uri.TryCreate(uri, UriKind.Absolute, out var absolute) ? absolute.AbsolutePath : uri.Split('?', '#')[0];
        return path.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["s", var store, .. var rest] && StoreId.TryParse(store, out var id)
            ? new StorePath(id, rest.FirstOrDefault() ?? "")
            : new StorePath(null, "");
    }
}
