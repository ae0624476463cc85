using BehaviorDashboard.Learning;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Hosting;

/// <summary>What the console says once the server listens: where to go, and what is missing.</summary>
internal static class StartNotice
{
    public static async Task WriteAsync(IServiceProvider services, string address, DataFolder folder)
    {
        Console.WriteLine($"BehaviorDashboard listens at {address}");
        Console.WriteLine($"Data folder: {folder.Path}");
        if (services.GetRequiredService<NativeLearning>().Probe() is { Available: false, Sentence: var missing })
        {
            Console.WriteLine($"Churn is trained without gradient boosting: {missing}");
        }

        if (!await services.GetRequiredService<FirstRun>().IsDoneAsync(CancellationToken.None))
        {
            Console.WriteLine($"Open {address} to create the first member. From another machine you will be asked for this code: {services.GetRequiredService<FirstRunCode>().Issue()}");
        }
    }
}
