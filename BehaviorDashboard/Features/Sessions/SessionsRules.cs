using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Events.Sessions;
using BehaviorDashboard.Events.Trends;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Features.Sessions;

/// <summary>A question that was checked.</summary>
internal sealed record SessionsPlan(SessionsDefinition Definition, Comparison Comparison, CustomerFilter? Customers);

/// <summary>Turns a request into a plan, or says everything that is wrong with it.</summary>
internal sealed class SessionsRules(StoreCalendar calendar, EventCatalog catalog, QuestionCheck check)
{
    /// <param name="usualGap">Minutes without an event that end a session.</param>
    public SessionsPlan? Check(SessionsRequest request, int usualGap)
    {
        var filter = check.Filter(request.Filter);
        var (from, until) = check.Range(request.Range);
        var interval = request.Interval is null ? TrendInterval.Day : check.Named<TrendInterval>(request.Interval, "sessions.interval", "interval");
        if (TrendBuckets.CountOf(interval, from, until) > TrendBuckets.Most)
        {
            check.Say("sessions.buckets", $"A trend has at most {TrendBuckets.Most} points: choose a shorter range or a longer interval.", "interval", TrendBuckets.Most);
            return null;
        }

        var buckets = new TrendBuckets(calendar, interval, from, until);
        var breakdown = check.Breakdown(request.Breakdown);
        return new SessionsPlan(
            new SessionsDefinition(
                check.Sessions(catalog, request.Sessions, request.SessionGapMinutes, usualGap),
                filter.Count > 0 && check.Match(EventWords.Any, filter, "filter") is { } meant ? [meant] : [],
                buckets,
                check.Property(request.Label) ?? "kind",
                breakdown is null ? null : new TrendBreakdown(breakdown),
                People(request.People, buckets, breakdown)),
            string.IsNullOrEmpty(request.Compare) ? Comparison.None : check.Named<Comparison>(request.Compare, "sessions.compare", "compare"),
            check.Customers(request.Filter));
    }

    private SessionPeople? People(AskedSessionPeople? asked, TrendBuckets buckets, string? breakdown)
    {
        if (asked is null)
        {
            return null;
        }

        if (asked.Bucket < 0 || asked.Bucket >= buckets.Count || asked.Duration < 0 || asked.Duration >= SessionBins.Seconds.Count || asked.Depth < 0 || asked.Depth >= SessionBins.Events.Count)
        {
            check.Say("sessions.people", "people.bucket, people.duration and people.depth count from 0 and must exist.", "people");
        }

        TrendGroup? group = asked.Other ? new TrendGroup(null, true) : asked.Missing ? new TrendGroup(null) : asked.Group is { } value ? new TrendGroup(value) : null;
        return new SessionPeople(
            asked.Bucket,
            breakdown is null ? null : group,
            asked.Trait is null ? SessionTrait.All : check.Named<SessionTrait>(asked.Trait, "sessions.trait", "people.trait"),
            asked.Entry is { } entry ? new SessionPlace(entry.Value) : null,
            asked.Exit is { } exit ? new SessionPlace(exit.Value) : null,
            asked.Duration,
            asked.Depth);
    }
}
