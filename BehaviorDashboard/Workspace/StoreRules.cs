using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Workspace;

/// <summary>What a store must be, for every door that makes one.</summary>
public static class StoreRules
{
    public static IReadOnlyList<string> Languages { get; } = ["en", "zh-CN"];

    public static IReadOnlyList<Problem> Check(NewStore store)
    {
        var problems = new List<Problem>();
        if (string.IsNullOrWhiteSpace(store.Name) || store.Name.Trim().Length > 100)
        {
            problems.Add(new Problem("store.name", "A store needs a name of 1 to 100 characters.", "name"));
        }

        if (store.Currency.Length != 3 || !store.Currency.All(char.IsAsciiLetter))
        {
            problems.Add(new Problem("store.currency", "The currency is a code of three letters such as EUR, CNY or USD (ISO 4217).", "currency"));
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(store.TimeZone, out _))
        {
            problems.Add(new Problem("store.timezone", $"'{store.TimeZone}' is no time zone: use a name such as UTC, Europe/Berlin or Asia/Shanghai.", "timezone", store.TimeZone));
        }

        if (!Languages.Contains(store.Language))
        {
            problems.Add(new Problem("store.language", $"The language is one of {string.Join(", ", Languages)}.", "language"));
        }

        if (!string.IsNullOrEmpty(store.Slug) && !StoreId.TryParse(store.Slug, out _))
        {
            problems.Add(new Problem("store.slug", "The short name holds a-z, 0-9 and inner hyphens, 1 to 40 characters.", "slug"));
        }

        return problems;
    }
}

internal static class WorkspaceProblems
{
    public static Problem NotFound(string what) => new($"{what}.missing", $"There is no such {what}.");
}
