using BehaviorDashboard.Benchmarks;

namespace BehaviorDashboard.Tests.Oracle;

/// <summary>One ClickHouse for all tests that ask it; a process holds one.</summary>
[CollectionDefinition(Name)]
public sealed class ClickHouseCollection : ICollectionFixture<ClickHouseOracle>
{
    public const string Name = "ClickHouse";
}

/// <summary>Somebody else's answers to our questions.</summary>
public sealed class ClickHouseOracle : IDisposable
{
    private ClickHouse? _engine;

    /// <summary>The engine; without its library the test is skipped.</summary>
    internal ClickHouse Engine
    {
        get
        {
            Skip.If(LibraryPath is null, "ClickHouse is not here: .ci/oracle installs its library, or name libchdb.so in CHDB_LIBRARY.");
            return _engine ??= ClickHouse.Open(LibraryPath!);
        }
    }

    public void Dispose() => _engine?.Dispose();

    private static string? LibraryPath => Environment.GetEnvironmentVariable("CHDB_LIBRARY") is { Length: > 0 } named
        ? named
        : new[] { Path.Combine(CacheFolder, "behavior-dashboard", "libchdb.so") }.FirstOrDefault(File.Exists);

    private static string CacheFolder => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
}
