using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Features.Lifecycle;

/// <summary>Lifecycle and stickiness, two looks at one answer; the address holds all of the question.</summary>
public sealed partial class LifecyclePage : QuestionPage<LifecycleResult>
{
    private EventCatalog? _catalog;
    private LifecycleResult? _before;

    [Inject]
    private LifecycleQuery Query { get; set; } = null!;

    [Inject]
    private EventWords Words { get; set; } = null!;

    [Inject]
    private SegmentShelf Segments { get; set; } = null!;

    private LifecycleAddress At => LifecycleAddress.FromUri(Navigation.Uri);

    private LifecycleRequest Asked => At.ToRequest(_catalog!, Range);

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
                await AskPeopleAsync(ct => Query.AskAsync(Scope.Id, request with { People = people }, Scope.Calendar, ct), result => result.People);
            }

            await AskBeforeAsync(request);
        }
    }

    protected override void Forget() => _before = null;

    protected override Task<IReadOnlyList<Person>> ReadPeopleAsync(IReadOnlyList<int> people, TableAsk ask) => Query.PeopleAsync(Scope.Id, people, ask.Skip, ask.Take, ask.Cancelled);

    // Each period stands beside the one before already; what a year adds is the same period a year ago.
    private async Task AskBeforeAsync(LifecycleRequest request)
    {
        _before = null;
        if (Compare && Result!.Latest is { } latest && _catalog!.First is { } first && Scope.Calendar.DayOf(first) <= YearBefore(latest.Start))
        {
            var day = YearBefore(latest.Start);
            _before = (await Query.AskAsync(Scope.Id, request with { Range = AskedRange.Of(new DateRange(day, day)) }, Scope.Calendar, Superseded)).Value;
        }
    }

    /// <summary>A year ago in whole weeks, so that weekdays meet weekdays; for months, the same month.</summary>
    private DateOnly YearBefore(DateOnly day) => Result!.Unit == PeriodUnit.Month ? day.AddYears(-1) : day.AddDays(-364);

    private async Task<Outcome<string>> SaveAsync(string name)
    {
        var ids = await Query.IdsAsync(Scope.Id, Result! with { People = People.Value }, PageGone);
        var saved = await Segments.CreateAsync(Scope.Id, name, Sentence, new CustomerFilter.Customers([.. ids]).ToJson(), "lifecycle", PageGone);
        return saved.Succeeded ? saved.Value.Name : Outcome<string>.Refused(saved.Problems);
    }

    private void OpenPeople(LifecyclePeriod period, string? status, int? days) =>
        Go(At with { People = new LifecyclePeopleRequest(AskedDay.Write(period.Start), status, days) });

    private void Go(LifecycleAddress at) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(at.ToQuery()));

    private string ExportAddress(LifecyclePeopleRequest? people) => FileAddress("lifecycle/export", (At with { People = people }).ToQuery());
}
