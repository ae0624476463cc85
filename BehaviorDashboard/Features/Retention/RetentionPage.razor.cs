using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Features.Retention;

/// <summary>Retention that is asked again with every change; the address holds all of it.</summary>
public sealed partial class RetentionPage : QuestionPage<RetentionResult>
{
    private EventCatalog? _catalog;
    private RetentionResult? _before;

    [Inject]
    private RetentionQuery Query { get; set; } = null!;

    [Inject]
    private EventWords Words { get; set; } = null!;

    [Inject]
    private SegmentShelf Segments { get; set; } = null!;

    private RetentionAddress At => RetentionAddress.FromUri(Navigation.Uri);

    private RetentionRequest Asked => At.ToRequest(_catalog!, Range);

    private PeriodUnit Unit => Result?.Unit ?? PeriodUnit.Week;

    private int Shown => Result?.Begun ?? 0;

    private string? Empty => !Answer.IsReady ? null
        : Result is null ? T["Triangle.refused"].Value
        : Result.Customers > 0 ? null
        : _catalog is { First: { } first, Last: { } last } ? T["Empty.data", NumberFormat.Day(Scope.Calendar.DayOf(first)), NumberFormat.Day(Scope.Calendar.DayOf(last))].Value
        : T["Empty.range"].Value;

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Events);
        _catalog = await Query.CatalogAsync(Scope.Id, Superseded);
        if (_catalog.Events == 0)
        {
            return;
        }

        var request = Asked;
        if (await AskQuestionAsync(QuestionJson.Write(request), ct => Query.AskAsync(Scope.Id, request, Scope.Calendar, ct)) && Result is not null)
        {
            if (At.People is { } people)
            {
                await AskPeopleAsync(ct => Query.AskAsync(Scope.Id, request with { People = people, Revenue = false }, Scope.Calendar, ct), result => result.People);
            }

            await AskBeforeAsync(request);
        }
    }

    protected override void Forget() => _before = null;

    protected override Task<IReadOnlyList<Person>> ReadPeopleAsync(IReadOnlyList<int> people, TableAsk ask) => Query.PeopleAsync(Scope.Id, people, ask.Skip, ask.Take, ask.Cancelled);

    private async Task AskBeforeAsync(RetentionRequest request)
    {
        _before = null;
        if (Compare && _catalog!.First is { } first && Scope.Calendar.DayOf(first) <= Former.To)
        {
            _before = (await Query.AskAsync(Scope.Id, request with { Range = AskedRange.Of(Former), Breakdown = null }, Scope.Calendar, Superseded)).Value;
        }
    }

    /// <summary>The range before: whole months back where months are counted, otherwise whole weeks, so that weekdays meet weekdays.</summary>
    private DateRange Former
    {
        get
        {
            var months = Periods.CountOf(Scope.Calendar, PeriodUnit.Month, Range.From, Range.To);
            var days = (Range.Days + 6) / 7 * 7;
            return Asked.Period == "month" ? new(Range.From.AddMonths(-months), Range.To.AddMonths(-months)) : new(Range.From.AddDays(-days), Range.To.AddDays(-days));
        }
    }

    private async Task<Outcome<string>> SaveAsync(string name)
    {
        var ids = await Query.IdsAsync(Scope.Id, Result! with { People = People.Value }, PageGone);
        var saved = await Segments.CreateAsync(Scope.Id, name, Sentence, new CustomerFilter.Customers([.. ids]).ToJson(), "retention", PageGone);
        return saved.Succeeded ? saved.Value.Name : Outcome<string>.Refused(saved.Problems);
    }

    private void OpenPeople(int cohort, int? period)
    {
        var outcome = period is null ? null : "returned";
        Go(At with { People = new RetentionPeopleRequest(AskedDay.Write(Result!.Table.Cohorts[cohort].Start), period, outcome) });
    }

    private void OpenGroup(RetentionGroup group) => Go(At with { People = new RetentionPeopleRequest(Group: group.Value, WithoutGroup: group.Value is null) });

    private void Go(RetentionAddress at) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(at.ToQuery()));

    private string ExportAddress(RetentionPeopleRequest? people) => FileAddress("retention/export", (At with { People = people }).ToQuery());
}
