using System.Text.Json;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Segments;

/// <summary>What a training leaves for the next one: where its groups lay, and what they were called.</summary>
/// <param name="Centres">In coordinates of the space, one per group.</param>
/// <param name="Numbers">Of the groups, in the order of the centres.</param>
public sealed record GroupModel(GroupSpace Space, IReadOnlyList<double[]> Centres, IReadOnlyList<int> Numbers, IReadOnlyList<GroupName> Names)
{
    // Groups further apart than this are different groups, whoever is nearest.
    private const double SameWithin = 1.5;

    public static GroupModel? Read(byte[]? payload) =>
        payload is { Length: > 0 } ? JsonSerializer.Deserialize<GroupModel>(payload, RunJson.Options) : null;

    public byte[] ToPayload() => JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Options);

    /// <summary>For each new centre the place of the group that it continues, or null: nearest pairs first, each group once.</summary>
    public int?[] Continued(GroupSpace space, IReadOnlyList<double[]> centres)
    {
        var former = Centres.Select(c => space.Translate(Space, c)).ToList();
        var pairs = (from now in Enumerable.Range(0, centres.Count)
                     from old in Enumerable.Range(0, former.Count)
                     let distance = Distance(centres[now], former[old])
                     where distance < SameWithin
                     orderby distance, old, now
                     select (now, old)).ToList();
        var continued = new int?[centres.Count];
        foreach (var (now, old) in pairs)
        {
            if (continued[now] is null && !continued.Contains(old))
            {
                continued[now] = old;
            }
        }

        return continued;
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
