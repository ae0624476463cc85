// Wrong on purpose: the architecture test must find each of these.
#pragma warning disable SA1649
using BehaviorDashboard.Tests.Architecture.Planted.Features.Beta;

namespace BehaviorDashboard.Tests.Architecture.Planted.Kernel
{
    internal static class Floor
    {
        public static string Name(object beta) => (string)beta + BetaQuery.Answer;
    }
}

namespace BehaviorDashboard.Tests.Architecture.Planted.Workspace
{
    internal sealed record Ledger(int Entries);
}

namespace BehaviorDashboard.Tests.Architecture.Planted.Events
{
    internal static class Sideways
    {
        public static Func<int> Later() => () => new Workspace.Ledger(1).Entries;
    }
}

namespace BehaviorDashboard.Tests.Architecture.Planted.Ui
{
    internal static class Chart
    {
        public static int Draw() => Events.Sideways.Later()();
    }
}

namespace BehaviorDashboard.Tests.Architecture.Planted.Features.Alpha
{
    internal static class AlphaQuery
    {
        // Inside an async body, which the compiler moves into a nested type.
        public static async Task<string> AskAsync()
        {
            await Task.Yield();
            using var connection = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:");
            return connection.DataSource + BetaQuery.Answer;
        }
    }
}

namespace BehaviorDashboard.Tests.Architecture.Planted.Features.Beta
{
    internal static class BetaQuery
    {
        public static string Answer => "";

        public static string Where(Microsoft.AspNetCore.Components.NavigationManager at) => at.Uri;
    }
}

namespace BehaviorDashboard.Tests.Architecture.Planted.Attic
{
    internal static class Nowhere
    {
    }
}
