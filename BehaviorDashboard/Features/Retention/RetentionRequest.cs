using System.Text.Json;
using BehaviorDashboard.Events.Questions;

namespace BehaviorDashboard.Features.Retention;

/// <summary>A question about retention as programs and pages ask it; <see cref="RetentionRules"/> checks it.</summary>
public sealed record RetentionRequest
{
    /// <summary>What makes somebody a member of a cohort.</summary>
    public AskedStep? Start { get; init; }

    /// <summary>What it takes to be back; the start when left out.</summary>
    public AskedStep? Return { get; init; }

    /// <summary>day, week (the default) or month.</summary>
    public string? Period { get; init; }

    /// <summary>How many periods each cohort is followed, its own included; 12 unless told.</summary>
    public int? Periods { get; init; }

    /// <summary>first (the default) or recurring.</summary>
    public string? Kind { get; init; }

    /// <summary>on (the default) or onOrAfter.</summary>
    public string? ReturnOn { get; init; }

    /// <summary>In which the start lies; null: all of the store's time.</summary>
    public AskedRange? Range { get; init; }

    /// <summary>A list of conditions that every event meets, or a condition tree over customers.</summary>
    public JsonElement? Filter { get; init; }

    /// <summary>A property, as its name or as { "property": name }.</summary>
    public JsonElement? Breakdown { get; init; }

    /// <summary>Also adds up what each cohort brought.</summary>
    public bool Revenue { get; init; }

    /// <summary>Also names the customers of a cell.</summary>
    public RetentionPeopleRequest? People { get; init; }
}

/// <summary>Whose names are wanted.</summary>
/// <param name="Cohort">First day of the cohort; null for all cohorts.</param>
/// <param name="Period">0 is the cohort's own; null for everybody of the cohort.</param>
/// <param name="Outcome">returned (the default) or lost.</param>
/// <param name="Group">A value of the breakdown.</param>
/// <param name="WithoutGroup">Those without a value of the breakdown.</param>
public sealed record RetentionPeopleRequest(string? Cohort = null, int? Period = null, string? Outcome = null, string? Group = null, bool WithoutGroup = false);
