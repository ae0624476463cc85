using BehaviorDashboard.Events.Questions;

namespace BehaviorDashboard.Events.Sessions;

/// <summary>Reads how a question wants sessions cut; the same words in every room.</summary>
public static class SessionQuestions
{
    /// <param name="cut">inactivity (also null) or ids.</param>
    /// <param name="minutes">Null: <paramref name="usual"/>, the setting of the installation.</param>
    public static SessionRule Sessions(this QuestionCheck check, EventCatalog catalog, string? cut, int? minutes, int usual)
    {
        if (minutes is < 1 or > SessionRule.MostMinutes)
        {
            check.Say("sessions.gap", $"A session ends after 1 to {SessionRule.MostMinutes} minutes without an event.", "sessionGapMinutes", SessionRule.MostMinutes);
        }

        return new SessionRule(
            check.Step(new AskedStep(Event: EventWords.Doing(catalog)), [], "sessions"),
            TimeSpan.FromMinutes(Math.Clamp(minutes ?? usual, 1, SessionRule.MostMinutes)),
            cut is null ? SessionCut.Inactivity : check.Named<SessionCut>(cut, "sessions.cut", "sessions"));
    }
}
