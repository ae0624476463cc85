using System.Xml.Linq;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Architecture;

public sealed class DocumentationTests
{
    private static readonly string[] Owed = ["BehaviorDashboard.Kernel", "BehaviorDashboard.Events", "BehaviorDashboard.Learning"];

    [Fact]
    public void PublicTypes_OfKernelEventsAndLearning_SayWhatTheyAreFor()
    {
        var assembly = typeof(StoreId).Assembly;
        var said = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .Where(m => !string.IsNullOrWhiteSpace((string?)m.Element("summary"))).Select(m => (string)m.Attribute("name")!).ToHashSet(StringComparer.Ordinal);
        var types = assembly.GetExportedTypes().Where(t => Owed.Any(o => t.Namespace == o || t.Namespace?.StartsWith(o + ".", StringComparison.Ordinal) == true)).ToList();

        Assert.All(Owed, floor => Assert.Contains(types, t => t.Namespace!.StartsWith(floor, StringComparison.Ordinal)));
        var silent = types.Select(t => t.FullName!.Replace('+', '.')).Where(name => !said.Contains("T:" + name)).Order(StringComparer.Ordinal).ToList();
        Assert.True(silent.Count == 0, "Without a summary: " + string.Join(", ", silent));
    }
}
