using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Samples;

/// <summary>What stands in the way of filling a store with invented customers.</summary>
public static class SampleRules
{
    public const string NotEmpty = "sample.notEmpty";
    public const string Size = "sample.customers";

    public static IReadOnlyList<Problem> Check(SampleRequest request, bool storeIsSample, long events)
    {
        var problems = new List<Problem>();
        if (request.Customers is < 100 or > 1_000_000)
        {
            problems.Add(new Problem(Size, "A sample store has between 100 and 1,000,000 customers.", "customers"));
        }

        // Invented customers among real ones could never be told apart again.
        if (events > 0 && !storeIsSample)
        {
            problems.Add(new Problem(NotEmpty, "This store holds data already. Create another store for the sample."));
        }

        return problems;
    }
}
