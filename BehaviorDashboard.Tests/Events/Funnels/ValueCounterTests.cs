using BehaviorDashboard.Events.Funnels;

namespace BehaviorDashboard.Tests.Events.Funnels;

public sealed class ValueCounterTests
{
    [Fact]
    public void Counter_FewValues_CountsExactlyHoweverItIsSplit()
    {
        var random = new Random(1);
        var counters = Enumerable.Range(0, 3).Select(_ => new ValueCounter(10)).ToList();
        var expected = new Dictionary<string, long>();
        for (var i = 0; i < 1_000; i++)
        {
            var value = "v" + random.Next(10);
            counters[random.Next(3)].Add(value);
            expected[value] = expected.GetValueOrDefault(value) + 1;
        }

        counters[0].Add(counters[1]);
        counters[0].Add(counters[2]);

        Assert.True(counters[0].IsExact);
        Assert.Equal(expected.OrderBy(v => v.Key), counters[0].Counts.OrderBy(v => v.Key));
    }

    [Fact]
    public void Counter_ManyValues_KeepsEveryOneAboveItsBoundHoweverItIsSplit()
    {
        var random = new Random(2);
        for (var world = 0; world < 200; world++)
        {
            var counters = Enumerable.Range(0, random.Next(1, 4)).Select(_ => new ValueCounter(8)).ToList();
            var truth = new Dictionary<string, long>();
            for (var i = 0; i < 500; i++)
            {
                // A few values are frequent, most come once or twice.
                var value = random.Next(3) == 0 ? "often" + random.Next(4) : "v" + random.Next(300);
                counters[random.Next(counters.Count)].Add(value);
                truth[value] = truth.GetValueOrDefault(value) + 1;
            }

            var all = counters[0];
            counters.Skip(1).ToList().ForEach(all.Add);

            Assert.False(all.IsExact);
            Assert.True(all.Counts.Count <= 8);
            Assert.Equal(500 / 9, all.Bound);
            Assert.All(truth.Where(v => v.Value > all.Bound), v => Assert.InRange(all.Counts.GetValueOrDefault(v.Key), v.Value - all.Bound, v.Value));
        }
    }
}
