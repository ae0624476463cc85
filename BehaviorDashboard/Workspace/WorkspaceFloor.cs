using System.Data.Common;
using BehaviorDashboard.Workspace.Tables;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Workspace;

/// <summary>What the Workspace floor offers to rooms.</summary>
public static class WorkspaceFloor
{
    /// <summary>Needs <see cref="WorkspaceOptions"/>, <see cref="AfterImportChain"/>, <c>TimeProvider</c> and the change feed.</summary>
    public static IServiceCollection AddWorkspace(this IServiceCollection services) => services
        .AddDbContextFactory<WorkspaceContext>((provider, options) => Configure(options, provider.GetRequiredService<IOptions<WorkspaceOptions>>().Value.File))
        .AddSingleton<WorkspaceDatabase>()
        .AddSingleton<StoreDirectory>()
        .AddSingleton<MemberDirectory>()
        .AddSingleton<FirstRun>()
        .AddSingleton<FirstRunCode>()
        .AddSingleton<ApiKeyLedger>()
        .AddSingleton<RunLedger>()
        .AddSingleton<ImportLedger>()
        .AddSingleton<ImportIntake>()
        .AddSingleton<ModelShelf>()
        .AddSingleton<SegmentShelf>()
        .AddSingleton<ViewShelf>()
        .AddSingleton<AudienceShelf>()
        .AddSingleton<CampaignShelf>()
        .AddSingleton<DayNotes>()
        .AddSingleton<SuggestionBoard>()
        .AddSingleton<ScheduleLedger>();

    /// <summary>Identity keeps its members in the workspace.</summary>
    public static IdentityBuilder AddWorkspaceStores(this IdentityBuilder identity) => identity.AddEntityFrameworkStores<WorkspaceContext>();

    internal static void Configure(DbContextOptionsBuilder options, string file) => options
        .UseSqlite(new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = 30 }.ToString())
        .AddInterceptors(DurableWrites.Instance);

    // In WAL mode SQLite may lose the last commits in a power cut unless told to wait for the disk; a ledger must not.
    private sealed class DurableWrites : DbConnectionInterceptor
    {
        public static readonly DurableWrites Instance = new();

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000";
            command.ExecuteNonQuery();
        }

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
