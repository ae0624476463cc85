using BehaviorDashboard.Kernel;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Features.Imports;

/// <summary>Marks the room's resources.</summary>
public sealed class ImportsText;

/// <summary>Problems in the language of the page.</summary>
internal static class ImportWords
{
    /// <summary>The sentence of the problem's code; where there is none, or its values were not kept, the problem's own.</summary>
    public static string Say(IStringLocalizer<ImportsText> T, Problem problem)
    {
        var words = T[$"Problem.{problem.Code}"];
        return words.ResourceNotFound || (problem.Arguments.Length == 0 && words.Value.Contains('{', StringComparison.Ordinal))
            ? problem.Message
            : T[$"Problem.{problem.Code}", problem.Arguments];
    }
}
