namespace BehaviorDashboard.Hosting;

/// <summary>What the console says once the server listens: where to go, and what is missing.</summary>
internal static class StartNotice
{
    public static Task WriteAsync(IServiceProvider services, string address, DataFolder folder)
    {
        Console.WriteLine($"BehaviorDashboard listens at {address}");
        Console.WriteLine($"Data folder: {folder.Path}");
        return Task.CompletedTask;
    }
}
