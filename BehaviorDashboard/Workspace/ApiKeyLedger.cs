using System.Security.Cryptography;
using System.Text;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace.Tables;
using Microsoft.EntityFrameworkCore;

namespace BehaviorDashboard.Workspace;

/// <summary>Keys of programs. A key is 256 random bits, so a plain SHA-256 is enough to keep it: there is nothing to guess.</summary>
public sealed class ApiKeyLedger(WorkspaceDatabase database, TimeProvider clock)
{
    private static readonly TimeSpan UseIsNotedEvery = TimeSpan.FromMinutes(1);

    /// <summary>The plain key is in the answer and nowhere else.</summary>
    public async Task<Outcome<IssuedKey>> CreateAsync(StoreId store, string name, IReadOnlyCollection<string> scopes, CancellationToken ct, string? createdBy = null)
    {
        if (Check(name, scopes) is { Count: > 0 } problems)
        {
            return Outcome<IssuedKey>.Refused(problems);
        }

        var plain = "bd_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        var row = new ApiKeyRow
        {
            Id = Guid.CreateVersion7(),
            Store = store,
            Name = name.Trim(),
            Prefix = plain[..8],
            Hash = HashOf(plain),
            Scopes = string.Join(' ', ApiScopes.All.Where(scopes.Contains)),
            Created = clock.GetUtcNow(),
            CreatedBy = createdBy,
        };
        return await database.WriteAsync<Outcome<IssuedKey>>(
            async db =>
            {
                if (!await db.Stores.AnyAsync(s => s.Id == store, ct))
                {
                    return WorkspaceProblems.NotFound("store");
                }

                db.ApiKeys.Add(row);
                return new IssuedKey(row.ToRecord(), plain);
            },
            ct);
    }

    public Task<IReadOnlyList<ApiKey>> ListAsync(StoreId store, CancellationToken ct) => database.ReadAsync<IReadOnlyList<ApiKey>>(
        async db => [.. (await db.ApiKeys.AsNoTracking().Where(k => k.Store == store).OrderByDescending(k => k.Created).ToListAsync(ct)).Select(k => k.ToRecord())], ct);

    public Task<bool> RevokeAsync(StoreId store, Guid key, CancellationToken ct) => database.WriteAsync(
        async db =>
        {
            var row = await db.ApiKeys.FirstOrDefaultAsync(k => k.Id == key && k.Store == store, ct);
            if (row is null)
            {
                return false;
            }

            row.Revoked ??= clock.GetUtcNow();
            return true;
        },
        ct);

    /// <returns>Null for a key that never existed or was revoked.</returns>
    public async Task<ApiKey?> FindByKeyAsync(string plain, CancellationToken ct)
    {
        var hash = HashOf(plain);
        var found = await database.ReadAsync(async db => (await db.ApiKeys.AsNoTracking().FirstOrDefaultAsync(k => k.Hash == hash && k.Revoked == null, ct))?.ToRecord(), ct);
        if (found is not null && (found.LastUsed is not { } used || clock.GetUtcNow() - used > UseIsNotedEvery))
        {
            var now = clock.GetUtcNow();
            await database.WriteAsync(db => db.ApiKeys.Where(k => k.Id == found.Id).ExecuteUpdateAsync(s => s.SetProperty(k => k.LastUsed, now), ct), ct);
        }

        return found;
    }

    private static List<Problem> Check(string name, IReadOnlyCollection<string> scopes)
    {
        var problems = new List<Problem>();
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > 100)
        {
            problems.Add(new Problem("key.name", "A key needs a name of 1 to 100 characters.", "name"));
        }

        if (scopes.Count == 0 || scopes.Any(s => !ApiScopes.All.Contains(s)))
        {
            problems.Add(new Problem("key.scopes", $"A key needs at least one scope of {string.Join(", ", ApiScopes.All)}.", "scopes"));
        }

        return problems;
    }

    private static byte[] HashOf(string plain) => SHA256.HashData(Encoding.UTF8.GetBytes(plain));
}
