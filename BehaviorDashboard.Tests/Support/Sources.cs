namespace BehaviorDashboard.Tests.Support;

/// <summary>The project's own files, for tests that read sources and settings.</summary>
internal static class Sources
{
    public static string Root { get; } = FindRoot();

    public static string Product => Path.Combine(Root, "BehaviorDashboard");

    /// <summary>The folder of real data sets that may stand beside the checkout; null where it does not.</summary>
    public static string? SharedData
    {
        get
        {
            for (var folder = new DirectoryInfo(Root).Parent; folder is not null; folder = folder.Parent)
            {
                var data = Path.Combine(folder.FullName, "shared", "data");
                if (Directory.Exists(data))
                {
                    return data;
                }
            }

            return null;
        }
    }

    public static IEnumerable<string> Files(params string[] extensions) => Directory
        .EnumerateFiles(Product, "*", SearchOption.AllDirectories)
        .Where(f => extensions.Contains(Path.GetExtension(f)) && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BehaviorDashboard.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("BehaviorDashboard.sln is in no folder above the tests.");
    }
}
