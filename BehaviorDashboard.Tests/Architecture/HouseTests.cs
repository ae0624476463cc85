using BehaviorDashboard.Kernel;
using Mono.Cecil;

namespace BehaviorDashboard.Tests.Architecture;

public sealed class HouseTests
{
    private static readonly string[] Floors = ["Kernel", "Events", "Workspace", "Learning", "Ui", "Features", "Shell", "Hosting"];

    [Fact]
    public void House_EveryType_LooksDownOnly()
    {
        using var module = ModuleDefinition.ReadModule(typeof(StoreId).Assembly.Location);
        var house = new House(module, "BehaviorDashboard");

        var floors = house.TypesByFloor;
        Assert.All(Floors, floor => Assert.True(floors.GetValueOrDefault(floor) >= 5, $"{floor} has hardly any types: is the test looking at the right assembly?"));
        Assert.True(house.Violations() is { Count: 0 }, string.Join('\n', house.Violations()));
    }

    [Fact]
    public void House_PlantedViolations_AreAllFound()
    {
        using var module = ModuleDefinition.ReadModule(typeof(HouseTests).Assembly.Location);
        var violations = new House(module, "BehaviorDashboard.Tests.Architecture.Planted").Violations();

        Assert.Equal(
            [
                "BehaviorDashboard.Tests.Architecture.Planted.Attic.Nowhere stands on no floor",
                "BehaviorDashboard.Tests.Architecture.Planted.Events.Sideways looks sideways at BehaviorDashboard.Tests.Architecture.Planted.Workspace.Ledger",
                "BehaviorDashboard.Tests.Architecture.Planted.Features.Alpha.AlphaQuery looks sideways at BehaviorDashboard.Tests.Architecture.Planted.Features.Beta.BetaQuery",
                "BehaviorDashboard.Tests.Architecture.Planted.Features.Alpha.AlphaQuery uses DuckDB.NET.Data.DuckDBConnection, which belongs to Events",
                "BehaviorDashboard.Tests.Architecture.Planted.Features.Beta.BetaQuery uses Microsoft.AspNetCore.Components.NavigationManager, which belongs to components, Ui, Shell and Hosting",
                "BehaviorDashboard.Tests.Architecture.Planted.Kernel.Floor looks up at BehaviorDashboard.Tests.Architecture.Planted.Features.Beta.BetaQuery",
                "BehaviorDashboard.Tests.Architecture.Planted.Ui.Chart looks past Kernel at BehaviorDashboard.Tests.Architecture.Planted.Events.Sideways",
            ],
            violations);
    }

    [Fact]
    public void Names_SayNothingEmpty()
    {
        using var module = ModuleDefinition.ReadModule(typeof(StoreId).Assembly.Location);
        string[] empty = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility"];

        var found = new House(module, "BehaviorDashboard").Subjects.Where(t => empty.Any(e => t.Name.EndsWith(e, StringComparison.Ordinal))).Select(t => t.FullName);

        Assert.Empty(found);
    }
}
