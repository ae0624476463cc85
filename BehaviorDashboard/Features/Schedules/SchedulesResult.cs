using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Schedules;

/// <param name="Next">The next times in UTC, soonest first; what a schedule that is off would do.</param>
public sealed record ScheduleView(Schedule Schedule, IReadOnlyList<DateTimeOffset> Next);
