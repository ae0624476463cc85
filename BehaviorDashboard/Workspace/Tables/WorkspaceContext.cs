using BehaviorDashboard.Kernel;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BehaviorDashboard.Workspace.Tables;

/// <summary>The workspace's tables. Only this floor sees rows; rooms get records.</summary>
public sealed class WorkspaceContext(DbContextOptions<WorkspaceContext> options) : IdentityUserContext<Member, Guid>(options)
{
    internal DbSet<StoreRow> Stores => Set<StoreRow>();

    internal DbSet<StoreMemberRow> StoreMembers => Set<StoreMemberRow>();

    internal DbSet<MilestoneRow> Milestones => Set<MilestoneRow>();

    internal DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    internal DbSet<RunRow> Runs => Set<RunRow>();

    internal DbSet<ImportRow> Imports => Set<ImportRow>();

    internal DbSet<ModelRow> Models => Set<ModelRow>();

    internal DbSet<SegmentRow> Segments => Set<SegmentRow>();

    internal DbSet<ViewRow> Views => Set<ViewRow>();

    internal DbSet<AudienceRow> Audiences => Set<AudienceRow>();

    internal DbSet<AudienceMemberRow> AudienceMembers => Set<AudienceMemberRow>();

    internal DbSet<CampaignRow> Campaigns => Set<CampaignRow>();

    internal DbSet<DecisionRow> Decisions => Set<DecisionRow>();

    internal DbSet<ScheduleRow> Schedules => Set<ScheduleRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<StoreId>().HaveConversion<StoreIdConverter>();
        // SQLite cannot order DateTimeOffset text; UTC ticks it can.
        configuration.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        configuration.Properties<RunState>().HaveConversion<string>();
        configuration.Properties<ImportState>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Member>().ToTable("Members");
        builder.Entity<StoreRow>().ToTable("Stores").HasKey(s => s.Id);
        builder.Entity<StoreMemberRow>().ToTable("StoreMembers").HasKey(m => new { m.Store, m.Member });
        builder.Entity<StoreMemberRow>().HasIndex(m => m.Member);
        builder.Entity<MilestoneRow>().ToTable("Milestones").HasKey(m => m.Name);
        builder.Entity<ApiKeyRow>().ToTable("ApiKeys").HasIndex(k => k.Hash).IsUnique();
        builder.Entity<RunRow>().ToTable("Runs").HasKey(r => r.Number);
        builder.Entity<RunRow>().HasIndex(r => r.Id).IsUnique();
        builder.Entity<RunRow>().HasIndex(r => new { r.Store, r.State });
        builder.Entity<ImportRow>().ToTable("Imports").HasIndex(i => new { i.Store, i.Created });
        builder.Entity<ModelRow>().ToTable("Models").HasIndex(m => new { m.Store, m.Kind, m.Created });
        builder.Entity<SegmentRow>().ToTable("Segments").HasIndex(s => s.Store);
        builder.Entity<ViewRow>().ToTable("Views").HasIndex(v => v.Store);
        builder.Entity<AudienceRow>().ToTable("Audiences").HasIndex(a => a.Store);
        builder.Entity<AudienceMemberRow>().ToTable("AudienceMembers").HasKey(m => new { m.Audience, m.Customer });
        builder.Entity<CampaignRow>().ToTable("Campaigns").HasIndex(c => new { c.Store, c.Suggestion }).IsUnique();
        builder.Entity<DecisionRow>().ToTable("Decisions").HasIndex(d => new { d.Store, d.Suggestion });
        builder.Entity<ScheduleRow>().ToTable("Schedules").HasIndex(s => s.Store);
    }

    private sealed class StoreIdConverter() : ValueConverter<StoreId, string>(id => id.Value, text => new StoreId(text));

    private sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(at => at.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
