using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>Who of a rule may be contacted, and who is left out for which reason.</summary>
internal sealed record Selection(int Matching, IReadOnlyList<CustomerRow> Who, IReadOnlyList<LeftOut> LeftOut);

/// <summary>The one place that decides who may be in an audience: suggestions, acceptance, segments and exports ask here.</summary>
public sealed class AudienceSelection(CustomerReader customers, CampaignShelf campaigns, AudienceShelf audiences, TimeProvider clock)
{
    public const string Anonymous = "anonymous";
    public const string NoMarketing = "no_marketing";
    public const string NoProfiling = "no_profiling";
    public const string InCampaign = "in_campaign";

    internal static IReadOnlyList<string> Columns { get; } =
    [
        "anonymous", "consent", "profiling", "orders", "netRevenue", "averageOrderValue", "daysSinceOrder", "phone", "country",
        "churn.probability", "churn.value_at_risk", "cart.value", "cart.last", "habit.usual_gap", "habit.discount_share",
    ];

    /// <param name="busy">Members of running campaigns, who would blur both results.</param>
    internal async Task<Selection> SelectAsync(StoreId store, CustomerFilter filter, IReadOnlySet<string> busy, CancellationToken ct)
    {
        var rows = await customers.RowsAsync(store, filter, Columns, ct);
        var profiles = Profiles(filter);
        var reasons = rows.Select(row => Refusal(row, profiles) ?? (busy.Contains(row.Id) ? InCampaign : null)).ToList();
        return new Selection(
            rows.Count,
            [.. rows.Where((_, i) => reasons[i] is null)],
            [.. reasons.OfType<string>().GroupBy(r => r).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new LeftOut(g.Key, g.Count()))]);
    }

    /// <summary>Everybody in a campaign whose result is not due yet, the hold-out too.</summary>
    internal async Task<IReadOnlySet<string>> BusyAsync(Store store, CancellationToken ct)
    {
        var today = store.Calendar.Today(clock);
        var busy = new HashSet<string>(StringComparer.Ordinal);
        foreach (var campaign in (await campaigns.ListAsync(store.Id, ct)).Where(c => c.ResultDate >= today))
        {
            busy.UnionWith((await audiences.MembersAsync(store.Id, campaign.Audience, ct)).Select(m => m.Customer));
        }

        return busy;
    }

    /// <summary>Why this customer may not be written to; null when they may.</summary>
    internal static string? Refusal(CustomerRow row, bool profiles) =>
        row.Is("anonymous") ? Anonymous
        : !row.Is("consent") ? NoMarketing
        : profiles && !row.Is("profiling") ? NoProfiling
        : null;

    /// <summary>The rule goes by a model or by habits, so it profiles; a cart that was left, or plain facts of orders, do not.</summary>
    internal static bool Profiles(CustomerFilter filter) => filter switch
    {
        CustomerFilter.All all => all.Parts.Any(Profiles),
        CustomerFilter.Any any => any.Parts.Any(Profiles),
        CustomerFilter.Not not => Profiles(not.Part),
        CustomerFilter.Where where => where.Property.Contains('.', StringComparison.Ordinal) && !where.Property.StartsWith("cart.", StringComparison.Ordinal),
        _ => false,
    };
}
