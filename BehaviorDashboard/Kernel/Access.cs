namespace BehaviorDashboard.Kernel;

/// <summary>What a member may do in one store; each role includes those below it.</summary>
public enum MemberRole
{
    /// <summary>Reads every page.</summary>
    Viewer = 0,

    /// <summary>Builds segments, audiences and campaigns, and exports them.</summary>
    Marketer = 1,

    /// <summary>Runs the shop: data, keys, stores.</summary>
    Owner = 2,

    /// <summary>Runs the installation: schedules, jobs, members.</summary>
    Admin = 3,
}

/// <summary>
/// Names of the authorization policies. Each checks the store that the address names (<c>{store}</c>, or a page's <c>Store</c>).
/// The <c>Api</c> policies accept a key with the scope, or a signed-in member with the role.
/// </summary>
public static class Access
{
    public const string Viewer = "viewer";
    public const string Marketer = "marketer";
    public const string Owner = "owner";
    public const string Admin = "admin";

    /// <summary>Scope read, or role viewer.</summary>
    public const string ApiRead = "api.read";

    /// <summary>Scope write, or role marketer.</summary>
    public const string ApiWrite = "api.write";

    /// <summary>Scope admin, or role admin.</summary>
    public const string ApiAdmin = "api.admin";
}
