namespace BehaviorDashboard.Features.Segments;

/// <summary>Numbers of groups: a group that continues keeps its own, a new one takes the lowest that is free.</summary>
public static class GroupNumbers
{
    /// <param name="continued">Per group the place in the former model, or null.</param>
    public static IReadOnlyList<int> Of(IReadOnlyList<int?> continued, GroupModel? former)
    {
        var numbers = continued.Select(c => c is { } place ? former!.Numbers[place] : 0).ToArray();
        for (var group = 0; group < numbers.Length; group++)
        {
            numbers[group] = numbers[group] > 0 ? numbers[group] : Enumerable.Range(1, numbers.Length).First(n => !numbers.Contains(n));
        }

        return numbers;
    }
}
