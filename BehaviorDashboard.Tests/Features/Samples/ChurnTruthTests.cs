using BehaviorDashboard.Features.Samples;

namespace BehaviorDashboard.Tests.Features.Samples;

/// <summary>Leaving is planted in behaviour, not in a flag: a plain logistic regression on earlier days must see it coming later, and better than recency alone.</summary>
public sealed class ChurnTruthTests(SampleRowsFixture world) : IClassFixture<SampleRowsFixture>
{
    private const int Horizon = 60;

    [Fact]
    public void Churn_IsSeenComingByBehaviour_LessByRecencyAlone()
    {
        var end = world.Shape.Calendar.StartOf(world.Shape.End.AddDays(1));
        var train = new[] { 180, 150, 120 }.SelectMany(days => Examples(end.AddDays(-days))).ToList();
        var later = Examples(end.AddDays(-Horizon)).ToList();

        var model = Logistic(train);
        var behaviour = Auc(later.Select(e => (Score(model, e.Features), e.Left)));
        var recency = Auc(later.Select(e => (e.Features[1], e.Left)));

        Assert.InRange(later.Average(e => e.Left ? 1.0 : 0), 0.35, 0.85);
        Assert.InRange(behaviour, 0.80, 0.90);
        Assert.True(recency < behaviour - 0.05, FormattableString.Invariant($"recency {recency:0.000}, behaviour {behaviour:0.000}"));
    }

    [Fact]
    public void Churn_OfVips_IsSeenInThinningVisits()
    {
        var end = world.Shape.Calendar.StartOf(world.Shape.End.AddDays(1));
        var vips = Examples(end.AddDays(-Horizon), Archetype.Vip).Where(e => e.Features[4] > 0).ToList();
        var thinning = Auc(vips.Select(e => (-(e.Features[3] - e.Features[4]), e.Left)));

        Assert.InRange(vips.Average(e => e.Left ? 1.0 : 0), 0.1, 0.6);
        Assert.True(thinning > 0.72, FormattableString.Invariant($"{thinning:0.000} over {vips.Count}"));
    }

    private IEnumerable<(double[] Features, bool Left)> Examples(DateTime asOf, Archetype? only = null)
    {
        foreach (var customer in world.Customers.Where(c => only is null || world.ArchetypeOf(c.Key) == only))
        {
            var orders = customer.Where(r => r.Event == "Order Completed").Select(r => r.Time).Distinct().ToList();
            var before = orders.Where(t => t < asOf).ToList();
            if (before.Count == 0)
            {
                continue;
            }

            var visits = customer.Where(r => r.Event == "Session Started" && r.Time < asOf).Select(r => (asOf - r.Time).TotalDays).ToList();
            var opened = customer.Count(r => r.Event == "Message Opened" && r.Time < asOf && r.Time > asOf.AddDays(-90));
            var trouble = customer.Count(r => r.Event is "Support Contacted" or "Order Refunded" && r.Time < asOf && r.Time > asOf.AddDays(-120));
            double[] features =
            [
                1,
                Math.Log(1 + before.Min(t => (asOf - t).TotalDays)),
                Math.Log(1 + (visits.Count > 0 ? visits.Min() : 365)),
                Math.Log(1 + visits.Count(d => d < 30)),
                Math.Log(1 + (visits.Count(d => d is >= 30 and < 90) / 2.0)),
                Math.Log(before.Count),
                Math.Log(1 + before.Count(t => t > asOf.AddDays(-90))),
                opened,
                trouble,
                Math.Log(1 + (asOf - customer.Min(r => r.Time)).TotalDays),
            ];
            yield return (features, !orders.Any(t => t >= asOf && t < asOf.AddDays(Horizon)));
        }
    }

    private static double[] Logistic(List<(double[] Features, bool Left)> examples)
    {
        var weights = new double[examples[0].Features.Length];
        for (var round = 0; round < 400; round++)
        {
            var slope = new double[weights.Length];
            foreach (var (features, left) in examples)
            {
                var error = (left ? 1 : 0) - (1 / (1 + Math.Exp(-Score(weights, features))));
                for (var i = 0; i < slope.Length; i++)
                {
                    slope[i] += error * features[i];
                }
            }

            for (var i = 0; i < slope.Length; i++)
            {
                weights[i] += 0.08 * slope[i] / examples.Count;
            }
        }

        return weights;
    }

    private static double Score(double[] weights, double[] features) => weights.Zip(features, (w, f) => w * f).Sum();

    private static double Auc(IEnumerable<(double Score, bool Left)> scored)
    {
        var ordered = scored.OrderBy(s => s.Score).ToList();
        double wins = 0, stayed = 0, left = 0;
        foreach (var tie in ordered.GroupBy(s => s.Score))
        {
            var (up, down) = (tie.Count(s => s.Left), tie.Count(s => !s.Left));
            wins += up * (stayed + (down / 2.0));
            (left, stayed) = (left + up, stayed + down);
        }

        return wins / (left * stayed);
    }
}
