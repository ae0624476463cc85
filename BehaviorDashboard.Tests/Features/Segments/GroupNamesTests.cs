using BehaviorDashboard.Features.Segments;

namespace BehaviorDashboard.Tests.Features.Segments;

public sealed class GroupNamesTests
{
    [Fact]
    public void Names_OfDifferentGroups_Differ()
    {
        string[] features = ["a", "b", "c", "d"];

        var names = GroupNames.Choose(features, [[2, 1, 0.1, 0], [2.5, 1.1, -0.3, 0], [-2, -1, 0, 0], [2.2, 1.2, 0.5, 0], [2, 1, 0.1, 0], [2, 1, 0.1, 0]]);

        Assert.Equal(names.Count, names.Select(n => string.Join('+', n.Marks.Select(m => m.Code)) + n.Number).Distinct().Count());
        Assert.Equal("a.low", names[2].Marks[0].Code);
        Assert.All(names, n => Assert.True(n.Marks.Count <= 3));
        Assert.Equal([1, 1, 1, 2, 3, 4], names.Select(n => n.Number));
    }

    [Fact]
    public void Names_StartWithTheStrongestMark()
    {
        var names = GroupNames.Choose(["a", "b"], [[0.4, -3], [3, 0.1]]);

        Assert.Equal("b.low", names[0].Marks[0].Code);
        Assert.Equal(["a.high"], names[1].Marks.Select(m => m.Code));
    }

    [Fact]
    public void RfmGroups_GoodIsAboveTheMeanScore()
    {
        var groups = RfmGroups.Of([5, 1, 3], [5, 1, 1], [1, 1, 5]);

        Assert.Equal(["110", "000", "001"], groups);
    }
}
