using System.Text.Json;
using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Learning.Experiments;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Campaigns;

/// <param name="Ordered">Customers with an order since the acceptance.</param>
public sealed record ArmResult(int Customers, int Ordered, double NetRevenue)
{
    public double Rate => Customers == 0 ? 0 : (double)Ordered / Customers;

    public double NetPerCustomer => Customers == 0 ? 0 : NetRevenue / Customers;
}

/// <summary>Intention to treat: everybody counts in the arm they were assigned to, whether or not a message reached them.</summary>
/// <param name="State">no_events, running, too_few, broken (sample ratio), better, worse or unclear.</param>
/// <param name="Until">Last day of events that is in.</param>
/// <param name="Gone">Members who are no customers any more (erased or merged).</param>
/// <param name="Total">Incremental net revenue of all contacted customers.</param>
public sealed record CampaignResult(
    string State,
    DateOnly? Until,
    ArmResult Treated,
    ArmResult HoldOut,
    int Gone,
    double SampleRatio,
    Estimate? Conversion,
    Estimate? NetPerCustomer,
    Estimate? Total);

public sealed record Campaign(CampaignRecord Record, Suggestion Suggestion, AudienceRecord? Audience, CampaignResult Result);

/// <summary>The hall of campaigns: what was accepted and what came of it.</summary>
public sealed class CampaignsQuery(CampaignShelf campaigns, AudienceShelf audiences, StoreDirectory stores, EventCatalogReader catalog, CustomerReader customers, TimelineReader timelines)
{
    /// <summary>With fewer customers in an arm, or fewer orders in all, an interval is no help.</summary>
    private const int FewestCustomers = 20;
    private const int FewestOrders = 5;

    /// <returns>Latest first.</returns>
    public async Task<IReadOnlyList<Campaign>> ListAsync(StoreId store, CancellationToken ct)
    {
        var found = new List<Campaign>();
        foreach (var record in await campaigns.ListAsync(store, ct))
        {
            found.Add(await ReadAsync(record, ct));
        }

        return found;
    }

    public async Task<Outcome<Campaign>> FindAsync(StoreId store, Guid id, CancellationToken ct) =>
        await campaigns.FindAsync(store, id, ct) is { } record ? await ReadAsync(record, ct) : CampaignsRules.NoCampaign;

    /// <summary>Uplifts of the store's own campaigns whose window has passed, for the suggestions to come.</summary>
    public async Task<IReadOnlyList<PastCampaign>> MeasuredAsync(Store store, CancellationToken ct)
    {
        var found = new List<PastCampaign>();
        foreach (var (record, _, _, result) in await ListAsync(store.Id, ct))
        {
            if (result is { State: "better" or "worse" or "unclear", Conversion: { } uplift, Until: { } until } && until >= record.ResultDate)
            {
                var day = store.Calendar.DayOf(record.Accepted.UtcDateTime);
                found.Add(new PastCampaign(record.Name, record.Play, day, result.Treated.Customers, result.Treated.Ordered, result.HoldOut.Customers, result.HoldOut.Ordered, uplift));
            }
        }

        return found;
    }

    private async Task<Campaign> ReadAsync(CampaignRecord record, CancellationToken ct)
    {
        var suggestion = JsonSerializer.Deserialize<Suggestion>(record.SuggestionJson, RunJson.Options)!;
        var audience = await audiences.FindAsync(record.Store, record.Audience, ct);
        return new Campaign(record, suggestion, audience, await MeasureAsync(record, suggestion, ct));
    }

    private async Task<CampaignResult> MeasureAsync(CampaignRecord record, Suggestion suggestion, CancellationToken ct)
    {
        var store = await stores.FindAsync(record.Store, ct) ?? throw new InvalidOperationException($"The store of campaign {record.Id} is gone.");
        var members = await audiences.MembersAsync(record.Store, record.Audience, ct);
        var (from, until) = (record.Accepted.UtcDateTime, store.Calendar.StartOf(record.ResultDate.AddDays(1)));
        if ((await catalog.ReadAsync(record.Store, ct)).Last is not { } last || last < from)
        {
            var held = members.Count(m => m.HoldOut);
            return new CampaignResult("no_events", null, new ArmResult(members.Count - held, 0, 0), new ArmResult(held, 0, 0), 0, 1, null, null, null);
        }

        var numbers = (await customers.RowsAsync(record.Store, new CustomerFilter.Customers([.. members.Select(m => m.Customer)]), ["anonymous"], ct))
            .Where(r => !r.Is("anonymous")).ToDictionary(r => r.Id, r => r.Number);
        var arms = members.Where(m => numbers.ContainsKey(m.Customer)).ToDictionary(m => numbers[m.Customer], m => m.HoldOut);
        var fold = await timelines.FoldAsync(record.Store, _ => new OutcomeFold(arms.Keys), ct, new TimelineScope(from, until));
        var day = store.Calendar.DayOf(last);
        return Judge(arms, fold, suggestion.Test.HoldOutShare, members.Count, day < record.ResultDate ? day : record.ResultDate, day > record.ResultDate);
    }

    private static CampaignResult Judge(Dictionary<int, bool> arms, OutcomeFold fold, double share, int members, DateOnly until, bool over)
    {
        var (treated, treatedValues) = Arm(arms, fold, false);
        var (holdOut, holdOutValues) = Arm(arms, fold, true);
        var ratio = SampleRatio.Check(treated.Customers, holdOut.Customers, share);
        var enough = Math.Min(treated.Customers, holdOut.Customers) >= FewestCustomers && treated.Ordered + holdOut.Ordered >= FewestOrders;
        Estimate? conversion = enough ? Differences.OfProportions(treated.Ordered, treated.Customers, holdOut.Ordered, holdOut.Customers) : null;
        var net = enough ? Differences.OfMeans(Sample.Of(treatedValues), Sample.Of(holdOutValues)) : null;
        var state = ratio.IsBroken ? "broken" : conversion is not { } c ? over ? "too_few" : "running" : !over ? "running" : c.Low > 0 ? "better" : c.High < 0 ? "worse" : "unclear";
        return new CampaignResult(state, until, treated, holdOut, members - arms.Count, ratio.PValue, conversion, net, net?.Times(treated.Customers));
    }

    private static (ArmResult Arm, List<double> Values) Arm(Dictionary<int, bool> arms, OutcomeFold fold, bool holdOut)
    {
        var values = arms.Where(a => a.Value == holdOut).Select(a => fold.Found.GetValueOrDefault(a.Key)).ToList();
        return (new ArmResult(values.Count, values.Count(v => v.Ordered), values.Sum(v => v.Net)), [.. values.Select(v => v.Net)]);
    }

    private sealed class OutcomeFold(IReadOnlyCollection<int> members) : ITimelineFold<OutcomeFold>
    {
        private readonly HashSet<int> _members = [.. members];

        public EventColumns Columns => EventColumns.Order | EventColumns.Value;

        public Dictionary<int, (bool Ordered, double Net)> Found { get; } = [];

        public void Start(int customer)
        {
        }

        public void Event(TimelineEvent e)
        {
            if (e.Kind is EventKind.Purchase or EventKind.Refund or EventKind.Cancel && _members.Contains(e.Customer))
            {
                var (ordered, net) = Found.GetValueOrDefault(e.Customer);
                Found[e.Customer] = (ordered || e.Kind == EventKind.Purchase, net + ((double)e.Value / Money.Scale));
            }
        }

        public void End()
        {
        }

        public void Merge(OutcomeFold other)
        {
            foreach (var (customer, outcome) in other.Found)
            {
                Found[customer] = outcome;
            }
        }
    }
}
