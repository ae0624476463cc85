using System.Text.Json;
using BehaviorDashboard.Events.Questions;

namespace BehaviorDashboard.Features.Sessions;

/// <summary>Sessions as programs ask for them.</summary>
/// <param name="Interval">hour, day, week or month.</param>
/// <param name="Filter">A list of conditions that an event of a session must meet for the session to count, or a condition tree over customers.</param>
/// <param name="Breakdown">A property; a session has the value of its first event that has one.</param>
/// <param name="Label">What entries and exits are called by: kind, event, or a property.</param>
/// <param name="Compare">previous (the period before) or year (a year earlier; 364 days, so that weekdays match).</param>
/// <param name="Sessions">inactivity, or ids: those of the data.</param>
public sealed record SessionsRequest(
    AskedRange? Range = null,
    string? Interval = null,
    JsonElement? Filter = null,
    JsonElement? Breakdown = null,
    string? Label = null,
    string? Compare = null,
    string? Sessions = null,
    int? SessionGapMinutes = null,
    AskedSessionPeople? People = null);

/// <summary>Customers with a session that all of this is true of.</summary>
/// <param name="Bucket">Counted from 0; without it, the whole range.</param>
/// <param name="Group">Without it and the next two, everybody.</param>
/// <param name="Missing">Sessions without the breakdown's property.</param>
/// <param name="Other">The groups that are not shown.</param>
/// <param name="Trait">all, bounced or bought.</param>
/// <param name="Entry">Without it, anywhere.</param>
/// <param name="Exit">Without it, anywhere.</param>
/// <param name="Duration">Number of a bin, from 0.</param>
/// <param name="Depth">Number of a bin, from 0.</param>
public sealed record AskedSessionPeople(
    int? Bucket = null,
    string? Group = null,
    bool Missing = false,
    bool Other = false,
    string? Trait = null,
    AskedSessionPlace? Entry = null,
    AskedSessionPlace? Exit = null,
    int? Duration = null,
    int? Depth = null);

/// <param name="Value">Null: sessions without a value.</param>
public sealed record AskedSessionPlace(string? Value = null);
