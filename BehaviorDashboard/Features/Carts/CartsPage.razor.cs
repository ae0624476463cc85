using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Features.Carts;

/// <summary>Carts that are asked again with every change; the address holds all of it.</summary>
public sealed partial class CartsPage : QuestionPage<CartsResult>
{
    private EventCatalog? _catalog;

    [Inject]
    private CartsQuery Query { get; set; } = null!;

    [Inject]
    private EventWords Words { get; set; } = null!;

    [Inject]
    private SegmentShelf Segments { get; set; } = null!;

    private CartsAddress At => CartsAddress.FromUri(Navigation.Uri) with { Compare = Compare };

    private CartsRequest Asked => At.ToRequest(Range);

    private PeriodUnit Unit => Result?.Unit ?? PeriodUnit.Day;

    private string? Empty => !Answer.IsReady ? null
        : Result is null ? T["Refused"].Value
        : Result.Total.Opened > 0 ? null
        : _catalog is { First: { } first, Last: { } last } ? T["Empty.data", NumberFormat.Day(Scope.Calendar.DayOf(first)), NumberFormat.Day(Scope.Calendar.DayOf(last))].Value
        : T["Empty.range"].Value;

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Events);
        _catalog = await Query.CatalogAsync(Scope.Id, Superseded);
        if (!_catalog.HasKind(EventKind.CartAdd))
        {
            return;
        }

        var request = Asked;
        if (await AskQuestionAsync(QuestionJson.Write(request), ct => Query.AskAsync(Scope.Id, request, Scope.Calendar, ct)) && Result is not null && At.People is { } people)
        {
            await AskPeopleAsync(ct => Query.AskAsync(Scope.Id, request with { People = people, Compare = null }, Scope.Calendar, ct), result => result.People);
        }
    }

    protected override Task<IReadOnlyList<Person>> ReadPeopleAsync(IReadOnlyList<int> people, TableAsk ask) => Query.PeopleAsync(Scope.Id, people, ask.Skip, ask.Take, ask.Cancelled);

    private async Task<Outcome<string>> SaveAsync(string name)
    {
        var ids = await Query.IdsAsync(Scope.Id, People.Value, PageGone);
        var saved = await Segments.CreateAsync(Scope.Id, name, PeopleTitle, new CustomerFilter.Customers([.. ids]).ToJson(), "carts", PageGone);
        return saved.Succeeded ? saved.Value.Name : Outcome<string>.Refused(saved.Problems);
    }

    private void Open(CartsPeopleRequest people) => Go(At with { People = people });

    private void Go(CartsAddress at) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(at.ToQuery()));

    private string ExportAddress(CartsPeopleRequest? people) => FileAddress("carts/export", (At with { People = people }).ToQuery().Append(new("compare", Compare ? "1" : "0")));
}
