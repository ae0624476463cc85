using BehaviorDashboard.Events;

namespace BehaviorDashboard.Tests.Events;

public sealed class RepeatFilterTests
{
    [Fact]
    public void Add_KeyThatCameBefore_IsAlwaysSuspected()
    {
        var filter = new RepeatFilter();
        var keys = Enumerable.Range(0, 300_000).Select(i => EventRow.KeyOf(BitConverter.GetBytes(i))).ToArray();

        var wrong = keys.Count(filter.Add);

        Assert.All(keys, key => Assert.True(filter.Add(key)));
        Assert.InRange(wrong, 0, keys.Length / 1000);
    }
}
