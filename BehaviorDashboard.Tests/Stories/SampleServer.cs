using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Stories;

/// <summary>A running server with one sample store of 3,000 customers, everything computed; shared, because filling it takes a while.</summary>
public sealed class SampleServer : IAsyncLifetime
{
    private TemporaryFolder? _folder;

    internal RunningServer Server { get; private set; } = null!;

    internal StoreDoor Store { get; private set; } = null!;

    internal IReadOnlyList<System.Text.Json.JsonElement> Runs { get; private set; } = [];

    public async Task InitializeAsync()
    {
        _folder = new TemporaryFolder();
        Server = await RunningServer.StartAsync(_folder.Path);
        Store = await StoreDoor.CreateAsync(Server, "Sample");
        await Store.PostAsync("/sample", new { customers = 3000 });
        Runs = await Store.IdleAsync();
    }

    public async Task DisposeAsync()
    {
        Store.Dispose();
        await Server.DisposeAsync();
        _folder!.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class SampleStories : ICollectionFixture<SampleServer>
{
    public const string Name = "sample stories";
}
