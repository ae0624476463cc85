using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Features.Customers;

/// <summary>All customers who meet a condition, sorted and searched; the address holds the question.</summary>
public sealed partial class CustomersPage : RoomPage
{
    private const string OrdersKey = "orders";
    private const string RevenueKey = "netRevenue";
    private const string LastOrderKey = "lastOrder";

    private PanelState<IReadOnlyList<string>> _sets = PanelState<IReadOnlyList<string>>.Loading;
    private Func<TableAsk, Task<TablePage<CustomerRow>>>? _provider;
    private SegmentRecord? _segment;
    private string? _condition;
    private string? _saved;
    private string? _refused;
    private GuestOrders? _guests;
    private long? _total;
    private long _everybody;

    [Inject]
    private CustomersQuery Query { get; set; } = null!;

    [Inject]
    private CustomerTable Table { get; set; } = null!;

    [Inject]
    private SegmentShelf Segments { get; set; } = null!;

    [Inject]
    private CustomerWords Words { get; set; } = null!;

    private CustomersRequest Request => CustomersRequest.FromUri(Navigation.Uri);

    private bool IsEmptyStore => _sets.IsReady && _everybody == 0;

    // For pages that act on these people. A search is for looking, not a rule; a segment within a condition has no name yet.
    private string? Who => Request switch
    {
        { Search: not null } => null,
        { Segment: { } id, Filter: null } when _segment is { } segment => $"segment={id}&name={Uri.EscapeDataString(segment.Name)}",
        { Segment: null, Filter: { } filter } when _condition is { } condition => $"filter={Uri.EscapeDataString(filter)}&name={Uri.EscapeDataString(Clipped(condition))}",
        _ => null,
    };

    private string? Sentence => _total is not { } total ? null
        : total == _everybody ? T["SentenceAll", NumberFormat.Exact(total)]
        : T["Sentence", NumberFormat.Exact(total), NumberFormat.Exact(_everybody)].Value;

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Customers);
        _condition = ConditionOf(Request);
        _segment = Request.Segment is { } id ? await Segments.FindAsync(Scope.Id, id, Superseded) : null;
        _sets = await AskAsync(async ct =>
        {
            var everybody = await Query.ListAsync(Scope.Id, new CustomersRequest(Take: 1), ct);
            _everybody = everybody.Succeeded ? everybody.Value.Total : 0;
            return (IReadOnlyList<string>)[.. (await Table.SetsAsync(Scope.Id, ct)).Where(s => s.Rows > 0).Select(s => s.Set.Owner)];
        });
        _guests = await Query.GuestsAsync(Scope.Id, Superseded);
        var request = Request;
        var asked = await Query.ListAsync(Scope.Id, request with { Take = 1 }, PageGone);
        _refused = asked.Succeeded ? null : T["FilterBad", asked.Problems[0].Message].Value;
        _total = asked.Succeeded ? asked.Value.Total : null;
        _provider = ask => ProvideAsync(request, ask);
    }

    private async Task<TablePage<CustomerRow>> ProvideAsync(CustomersRequest request, TableAsk ask)
    {
        var asked = request with
        {
            Sort = (ask.Descending ? "-" : "") + (ask.Sort ?? RevenueKey),
            After = ask.Skip,
            Take = Math.Clamp(ask.Take, 1, CustomersRequest.MaximumTake),
        };
        var found = await Query.ListAsync(Scope.Id, asked, ask.Cancelled);
        return found.Succeeded ? new TablePage<CustomerRow>(found.Value.Rows, found.Value.Total) : new TablePage<CustomerRow>([], 0);
    }

    private void SearchAsync(ChangeEventArgs change) =>
        Go(Request with { Search = string.IsNullOrWhiteSpace(change.Value?.ToString()) ? null : change.Value.ToString() });

    private async Task SaveAsync()
    {
        var saved = await Segments.CreateAsync(Scope.Id, Clipped(_condition!), null, Request.Filter!, "customers", PageGone);
        _saved = saved.Succeeded ? T["Saved", saved.Value.Name].Value : saved.Problems[0].Message;
    }

    private void ClearSegment() => Go(Request with { Segment = null });

    private void ClearFilter() => Go(Request with { Filter = null });

    private void Go(CustomersRequest request) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(request.ToQuery()));

    private void Open(CustomerRow customer) => Navigation.NavigateTo(AddressOf(customer));

    private string AddressOf(CustomerRow customer) => Address("customers/" + Uri.EscapeDataString(customer.Id));

    private string NameOf(CustomerRow customer) =>
        customer.Name ?? (customer.Is("anonymous") ? $"{T["Anonymous"]} {customer.Id}" : customer.Id);

    private bool Has(string owner) => _sets.Value.Contains(owner);

    private static string Clipped(string name) => name.Length <= 200 ? name : name[..199] + "…";

    private string Money(double? amount) => MoneyFormat.Exact(amount, Scope.Currency);

    private string Day(DateTime? instant) => instant is { } time ? NumberFormat.Day(Scope.Calendar.DayOf(time)) : NumberFormat.None;

    private string? ConditionOf(CustomersRequest request) =>
        request.Filter is { } json && CustomerFilter.Parse(json) is { Succeeded: true, Value: var filter } ? Words.Condition(filter) : null;
}
