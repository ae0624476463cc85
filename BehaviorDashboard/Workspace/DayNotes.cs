using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Workspace;

/// <summary>What happened on a day that a chart should tell: an import, a campaign.</summary>
/// <param name="Kind">import or campaign.</param>
public sealed record DayNote(DateOnly Day, string Kind, string Text);

/// <summary>The notes of charts over time; the same in every room.</summary>
public sealed class DayNotes(ImportLedger imports, CampaignShelf campaigns)
{
    public async Task<IReadOnlyList<DayNote>> ReadAsync(StoreId store, DateRange range, StoreCalendar calendar, CancellationToken ct)
    {
        var done = (await imports.ListAsync(store, ct)).Where(i => i.State == ImportState.Done).Select(i => new DayNote(calendar.DayOf(i.Created.UtcDateTime), "import", i.FileName));
        var accepted = (await campaigns.ListAsync(store, ct)).Select(c => new DayNote(calendar.DayOf(c.Accepted.UtcDateTime), "campaign", c.Name));
        return [.. done.Concat(accepted).Where(n => range.Contains(n.Day)).OrderBy(n => n.Day)];
    }
}
