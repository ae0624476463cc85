using System.Text.Json;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>A funnel as programs ask for it, and as the page keeps it in its address; <see cref="FunnelsRules"/> checks it.</summary>
/// <param name="Order">ordered (the default), strict or any.</param>
/// <param name="Hold">A property that all events of a way share, such as cart.</param>
/// <param name="Filter">A list of conditions that every event must meet, or a condition tree over customers.</param>
public sealed record FunnelsRequest(
    IReadOnlyList<AskedFunnelStep>? Steps = null,
    string? Order = null,
    AskedWindow? Window = null,
    IReadOnlyList<AskedExclusion>? Exclusions = null,
    string? Hold = null,
    AskedRange? Range = null,
    JsonElement? Filter = null,
    AskedBreakdown? Breakdown = null,
    AskedFunnelPeople? People = null)
{
    /// <summary>Also adds up what customers brought, and what is at risk where they leave.</summary>
    public bool Revenue { get; init; }

    /// <summary>previous (the time of the same length before) or year (a year earlier; 364 days, so that weekdays match).</summary>
    public string? Compare { get; init; }

    /// <summary>Also counts by the day, week or month in which customers entered.</summary>
    public string? Trend { get; init; }

    /// <summary>Also says how long customers take from one step to another.</summary>
    public AskedSpan? Times { get; init; }

    /// <summary>Also says what customers do after a step.</summary>
    public AskedNext? Next { get; init; }

    /// <summary>Also says what distinguishes customers who came to the last step from the others.</summary>
    public bool Distinguish { get; init; }

    public static Outcome<FunnelsRequest> Parse(string json)
    {
        var read = QuestionJson.Read<FunnelsRequest>(json);
        return read.Succeeded ? read : Outcome<FunnelsRequest>.Refused([.. read.Problems.Select(p => p with { Code = "funnel.not_json" })]);
    }
}

/// <param name="Any">What it takes to be in the step; several make a union.</param>
/// <param name="Optional">A way may leave it out.</param>
/// <param name="Name">What people call the step.</param>
/// <param name="Event">Short for a union of one.</param>
public sealed record AskedFunnelStep(IReadOnlyList<AskedEvent>? Any = null, bool Optional = false, string? Name = null, string? Event = null, IReadOnlyList<Events.EventCondition>? Where = null)
{
    public AskedStep ToStep() => new(Any is null ? null : [.. Any.Select(e => e ?? new AskedEvent())], Event, Where);

    /// <summary>The same with its events in <see cref="Any"/>, however it was written.</summary>
    public AskedFunnelStep Plain() => this with { Any = ToStep().Events(), Event = null, Where = null };
}

/// <param name="Unit">second, minute, hour, day (the default), week or month.</param>
public sealed record AskedWindow(int Value = 7, string? Unit = null);

/// <param name="After">Counted from 0, like <paramref name="Before"/>.</param>
public sealed record AskedExclusion(string? Event = null, int After = 0, int Before = 1, IReadOnlyList<Events.EventCondition>? Where = null);

/// <param name="Attribution">Which event of a way says the value: first (the default), last, all or step.</param>
/// <param name="Step">Counted from 0; for the attribution <c>step</c>.</param>
public sealed record AskedBreakdown(string? Property = null, string? Attribution = null, int Step = 0);

/// <summary>From one step to a later one, counted from 0; without an end, to the last.</summary>
public sealed record AskedSpan(int From = 0, int? To = null);

/// <param name="After">Counted from 0; the last step unless told.</param>
public sealed record AskedNext(int? After = null);

/// <param name="Step">Counted from 1.</param>
/// <param name="Outcome">reached (the default) or dropped.</param>
/// <param name="Group">Only those of this value of the breakdown.</param>
/// <param name="Missing">Only those without a value.</param>
/// <param name="Other">Only those of the values that are not shown.</param>
/// <param name="Entered">First day of the period of the trend in which they entered.</param>
/// <param name="Bin">Place among the bins of times, counted from 0.</param>
/// <param name="Fact">Of whom this was known when they entered.</param>
/// <param name="Did">Who did this after the step that <c>next</c> names.</param>
public sealed record AskedFunnelPeople(
    int Step = 1,
    string? Outcome = null,
    string? Group = null,
    bool Missing = false,
    bool Other = false,
    string? Entered = null,
    int? Bin = null,
    AskedFact? Fact = null,
    string? Did = null);

public sealed record AskedFact(string? Name = null, string? Value = null);
