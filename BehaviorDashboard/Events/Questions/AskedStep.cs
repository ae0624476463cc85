using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Events.Questions;

/// <summary>What it takes to be in a step, as programs and addresses write it.</summary>
/// <param name="Any">One of these (a union).</param>
/// <param name="Event">Short for a union of one.</param>
/// <param name="Where">Conditions of <paramref name="Event"/>.</param>
public sealed record AskedStep(IReadOnlyList<AskedEvent>? Any = null, string? Event = null, IReadOnlyList<EventCondition>? Where = null)
{
    /// <summary>The union, however it was written.</summary>
    public IReadOnlyList<AskedEvent> Events() => Any ?? (Event is null ? [] : [new AskedEvent(Event, Where)]);

    /// <summary>As addresses write it: the event's name alone, or JSON where there is more to say. What somebody mangled by hand is null.</summary>
    public static AskedStep? FromText(string? text) => text is null ? null : text.StartsWith('{') ? QuestionJson.Read<AskedStep>(text).Value : new AskedStep(Event: text);

    public string ToText() => Any is null && Where is null && Event is { } name && !name.StartsWith('{') ? name : QuestionJson.Write(this);
}

/// <summary>One event of a union.</summary>
/// <param name="Event">An event's own name, <c>*</c>, <c>@view</c> and other kinds, or <c>@order</c>.</param>
/// <param name="Where">Conditions that the event meets, all of them.</param>
public sealed record AskedEvent(string? Event = null, IReadOnlyList<EventCondition>? Where = null);

/// <summary>Days of the store (2026-01-31) or instants (2026-01-31T10:00:00Z), both ends included; a missing end is where the store's data ends.</summary>
public sealed record AskedRange(string? From = null, string? To = null)
{
    public static AskedRange Of(DateRange range) => new(AskedDay.Write(range.From), AskedDay.Write(range.To));
}
