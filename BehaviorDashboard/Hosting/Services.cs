using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Churn;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Hosting;

/// <summary>What the server and the command line share: floors and rooms over one data folder.</summary>
internal static class Services
{
    public static IServiceCollection AddDashboard(this IServiceCollection services, DataFolder folder)
    {
        services.AddSingleton(folder);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton(provider => new AfterImportChain(() => AfterImport(provider)));
        services.AddLocalization();
        services.AddOptions<JobsOptions>().BindConfiguration(JobsOptions.Section).ValidateDataAnnotations();
        services.AddOptions<EventsOptions>().BindConfiguration("Events").Configure(o => o.Folder = folder.StoresFolder).ValidateDataAnnotations();
        services.AddOptions<ChurnOptions>().BindConfiguration("Churn").ValidateDataAnnotations();
        services.AddOptions<WorkspaceOptions>().Configure(o => o.Folder = folder.Path);
        services.AddEvents();
        services.AddWorkspace();
        services.AddRooms();
        services.AddSingleton<RunExecutor>();
        return services;
    }

    private static List<string> AfterImport(IServiceProvider provider)
    {
        using var scope = provider.CreateScope();
        return [.. scope.ServiceProvider.GetServices<IRunJob>().Where(j => j.AfterImport is not null).OrderBy(j => j.AfterImport).Select(j => j.Kind)];
    }
}
