using System.Text.Json;
using BehaviorDashboard.Events.Questions;

namespace BehaviorDashboard.Features.Lifecycle;

/// <summary>A question about lifecycle and stickiness as programs and pages ask it; <see cref="LifecycleRules"/> checks it.</summary>
public sealed record LifecycleRequest
{
    /// <summary>What it takes to be active; what customers do themselves when left out.</summary>
    public AskedStep? Activity { get; init; }

    /// <summary>day, week (the default) or month.</summary>
    public string? Period { get; init; }

    /// <summary>Every period that it touches is counted whole; null: all of the store's time.</summary>
    public AskedRange? Range { get; init; }

    /// <summary>A list of conditions that every event meets, or a condition tree over customers.</summary>
    public JsonElement? Filter { get; init; }

    /// <summary>Also names customers.</summary>
    public LifecyclePeopleRequest? People { get; init; }
}

/// <summary>Whose names are wanted.</summary>
/// <param name="Period">A day of the period.</param>
/// <param name="Status">new, returning, resurrected or dormant; null for everybody active.</param>
/// <param name="Days">Only those who were active on exactly so many days of the period.</param>
public sealed record LifecyclePeopleRequest(string? Period = null, string? Status = null, int? Days = null);
