using BehaviorDashboard.Events;
using BehaviorDashboard.Learning.Experiments;

namespace BehaviorDashboard.Features.Campaigns.Plays;

/// <summary>What plays look at: states now and one window ago, and the store's own habits.</summary>
internal sealed class PlayWorld
{
    private static readonly double[] Silences = [7, 14, 30, 60, 90, 120, 180, 270];

    private readonly Dictionary<int, CustomerState> _now;
    private readonly Dictionary<int, (int Customers, int Ordered)> _past;

    public PlayWorld(PlayFold fold, long end, int windowDays, int cartDays, bool hasModel, CampaignsOptions options)
    {
        CartDays = Math.Min(cartDays, options.CartDays);
        (End, WindowDays, HasModel, Options) = (end, windowDays, hasModel, options);
        _now = fold.Now.ToDictionary(s => s.Customer);
        SecondGaps = [.. fold.SecondGaps.Order()];
        StoreGap = Median(fold.Now.Where(s => s.MeanGap > 0).Select(s => s.MeanGap)) ?? 30;
        var past = end - (long)(windowDays * CustomerState.DayMicros);
        _past = fold.Past.GroupBy(p => Stratum(p.State, past)).ToDictionary(g => g.Key, g => (g.Count(), g.Count(p => p.Ordered)));
        Campaigns = PastCampaigns(fold.Assignments);
    }

    /// <summary>First instant that is not known, microseconds.</summary>
    public long End { get; }

    public int WindowDays { get; }

    /// <summary>How long after it was left a cart is worth a reminder: as long as it is open, and not longer than the setting says.</summary>
    public int CartDays { get; }

    public bool HasModel { get; }

    public CampaignsOptions Options { get; }

    /// <summary>Median over customers of the days between their orders; 30 where nobody came twice.</summary>
    public double StoreGap { get; }

    public IReadOnlyList<double> SecondGaps { get; }

    public IReadOnlyList<PastCampaign> Campaigns { get; }

    public IReadOnlyCollection<CustomerState> Customers => _now.Values;

    public CustomerState? Find(int customer) => _now.GetValueOrDefault(customer);

    /// <summary>Days of silence by the customer's own gap between orders, at least a week.</summary>
    public double Overdue(CustomerState state) => state.DaysSinceOrder(End) / GapOf(state);

    public double GapOf(CustomerState state) => Math.Max(double.IsNaN(state.MeanGap) ? StoreGap : state.MeanGap, 7);

    /// <summary>Share of customers in the same situation one window ago (orders, silence, cart) who ordered within the window.</summary>
    public (double Share, int Customers) Baseline(IReadOnlyCollection<CustomerState> who)
    {
        var (weight, ordered, seen) = (0, 0.0, 0);
        foreach (var group in who.GroupBy(s => Stratum(s, End)))
        {
            if (_past.TryGetValue(group.Key, out var past))
            {
                weight += group.Count();
                ordered += group.Count() * ((double)past.Ordered / past.Customers);
                seen += past.Customers;
            }
        }

        // Situations that did not occur then say nothing; too few customers say too little.
        return weight * 2 < who.Count || seen < 50 ? (UpliftPriors.Baseline, 0) : (ordered / weight, seen);
    }

    /// <summary>The uplift measured on the store's own campaigns of the play, else the assumption.</summary>
    public (Estimate Uplift, IReadOnlyList<string> Campaigns) Uplift(string play, IReadOnlyList<PastCampaign> own)
    {
        var fits = Campaigns.Concat(own).Where(c => c.Play == play || (play == PlayCodes.LapsedDiscount && c.Play == PlayCodes.WinBack)).ToList();
        return fits.Count == 0 ? (UpliftPriors.Of(play), []) : (Differences.Pooled([.. fits.Select(c => c.Uplift)]), [.. fits.Select(c => c.Name)]);
    }

    public static double Quantile(IReadOnlyList<double> sorted, double share) => sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];

    private int Stratum(CustomerState state, long at)
    {
        var freshCart = state.Cart is { } cart && (at - cart.LeftAt) / CustomerState.DayMicros <= CartDays;
        var days = state.DaysSinceOrder(at);
        return (freshCart ? 1000 : 0) + (Math.Min(state.Orders, 4) * 10) + Silences.Count(s => days > s);
    }

    private List<PastCampaign> PastCampaigns(List<Assignment> assignments) =>
        [.. assignments.GroupBy(a => a.Campaign).Select(g => Measure(g.Key, [.. g])).OfType<PastCampaign>().OrderBy(c => c.Day).ThenBy(c => c.Name, StringComparer.Ordinal)];

    private PastCampaign? Measure(string name, List<Assignment> assigned)
    {
        var treated = assigned.Where(a => !a.HoldOut).ToList();
        var heldOut = assigned.Where(a => a.HoldOut).ToList();
        if (treated.Count == 0 || heldOut.Count == 0)
        {
            return null;
        }

        var (x, y) = (treated.Count(a => a.Ordered), heldOut.Count(a => a.Ordered));
        var day = DateOnly.FromDateTime(DateTime.UnixEpoch.AddMicroseconds(assigned.Min(a => a.At)));
        return new PastCampaign(name, PlayOf(assigned), day, treated.Count, x, heldOut.Count, y, Differences.OfProportions(x, treated.Count, y, heldOut.Count));
    }

    // Told by whom it went to, not by its name.
    private string PlayOf(List<Assignment> assigned)
    {
        bool Mostly(Func<Assignment, bool> test) => assigned.Count(test) >= assigned.Count * 0.8;
        return Mostly(a => a.Orders > 0 && a.Silence > Math.Max(StoreGap, 60)) ? PlayCodes.WinBack
            : Mostly(a => a.HadCart) ? PlayCodes.AbandonedCart
            : Mostly(a => a.Orders == 1) ? PlayCodes.SecondOrder
            : "";
    }

    private static double? Median(IEnumerable<double> values) => values.Order().ToArray() is { Length: > 0 } sorted ? Quantile(sorted, 0.5) : null;
}

/// <summary>A play: finds its people and says why; sizes and worth follow for all plays alike.</summary>
internal interface IPlay
{
    string Code { get; }

    SuggestionWhat What { get; }

    /// <summary>The rule, or why there is none.</summary>
    PlayRule Rule(PlayWorld world, double valuable);

    IReadOnlyList<SuggestionReason> Why(PlayWorld world, IReadOnlyList<CustomerRow> who);
}

/// <param name="Filter">Null where the play has nothing to say; then <paramref name="Silent"/> says why.</param>
internal sealed record PlayRule(CustomerFilter? Filter, SilentPlay? Silent = null);
