using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Workspace;

/// <summary>A program's way in, for one store. The key itself is shown once; the ledger holds its SHA-256.</summary>
/// <param name="Prefix">The key's first characters, so that people can tell keys apart.</param>
public sealed record ApiKey(Guid Id, StoreId Store, string Name, string Prefix, IReadOnlyList<string> Scopes, DateTimeOffset Created, string? CreatedBy, DateTimeOffset? LastUsed, DateTimeOffset? Revoked);

public sealed record IssuedKey(ApiKey Key, string PlainText);

/// <summary>What a key may do.</summary>
public static class ApiScopes
{
    public const string Read = "read";
    public const string Write = "write";
    public const string Collect = "collect";
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Read, Write, Collect, Admin];
}
