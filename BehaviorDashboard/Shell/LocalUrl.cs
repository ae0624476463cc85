namespace BehaviorDashboard.Shell;

/// <summary>Where to go after signing in: only somewhere on this site, whatever the address asked for.</summary>
public static class LocalUrl
{
    public static string OrHome(string? url) => IsLocal(url) ? url! : "/";

    // "//host" and "/\host" leave the site; a control character may be dropped by the browser and turn one into the other.
    private static bool IsLocal(string? url) =>
        url is { Length: > 0 } && url[0] == '/' && !(url.Length > 1 && url[1] is '/' or '\\') && !url.Any(char.IsControl);
}
