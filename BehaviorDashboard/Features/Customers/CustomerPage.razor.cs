using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BehaviorDashboard.Features.Customers;

/// <summary>One customer: facts, groups, why a model scores them as it does, and everything they did.</summary>
public sealed partial class CustomerPage : RoomPage
{
    private const int EventsPerPage = 60;
    private const int ReasonsShown = 9;

    private PanelState<CustomerRow?> _customer = PanelState<CustomerRow?>.Loading;
    private PanelState<IReadOnlyList<CustomerInsight>> _insights = PanelState<IReadOnlyList<CustomerInsight>>.Loading;
    private PanelState<List<TimelineEntry>> _timeline = PanelState<List<TimelineEntry>>.Loading;
    private PanelState<IReadOnlyList<CustomerOrder>> _orders = PanelState<IReadOnlyList<CustomerOrder>>.Loading;
    private DateTime? _before;
    private bool _unknown;
    private long? _erased;

    [Parameter]
    public string Id { get; set; } = "";

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private CustomersQuery Query { get; set; } = null!;

    [Inject]
    private CustomerWords Words { get; set; } = null!;

    [Inject]
    private FeatureWords Features { get; set; } = null!;

    private CustomerRow? Customer => _customer.IsReady ? _customer.Value : null;

    private string Title => Customer?.Name ?? Id;

    private string? Sentence => Facts is { } facts && _insights is { IsReady: true, Value: [var churn, ..] }
        ? $"{facts} {T["Why.sentence", churn.HorizonDays, NumberFormat.Percent(churn.Score, 0), LevelOf(churn.Score)]}"
        : Facts;

    private string? Facts => Customer is not { } customer ? null
        : customer.InstantOf("lastOrder") is not { } last ? T["One.noOrders"].Value
        : T["One.sentence", NumberFormat.Exact(customer.NumberOf("orders")), Money("netRevenue", false)!, NumberFormat.Day(Scope.Calendar.DayOf(last))].Value;

    private string? OrdersSentence => _orders is not { IsReady: true, Value: var orders } ? null
        : orders.Any(o => o.Undone != 0)
            ? T["Orders.sentenceUndone", NumberFormat.Exact(orders.Count(o => o.State != OrderState.Credit)), MoneyFormat.Exact(orders.Sum(o => o.Bought), Scope.Currency), MoneyFormat.Exact(orders.Sum(o => o.Undone), Scope.Currency), MoneyFormat.Exact(orders.Sum(o => o.Net), Scope.Currency)]
            : T["Orders.sentence", NumberFormat.Exact(orders.Count), MoneyFormat.Exact(orders.Sum(o => o.Net), Scope.Currency)].Value;

    private string? SinceOrder => Customer?.NumberOf("daysSinceOrder") is { } days ? T["Fact.since", NumberFormat.Exact(Math.Floor(days))].Value : null;

    protected override async Task LoadAsync()
    {
        if (_erased is not null)
        {
            return;
        }

        RefreshOn(ChangeTopic.Customers);
        _customer = await AskAsync<CustomerRow?>(async ct => await Query.FindAsync(Scope.Id, Id, ct) is { Succeeded: true, Value: var found } ? found : null);
        _unknown = _customer.IsReady && _customer.Value is null;
        if (_unknown)
        {
            return;
        }

        _timeline = await AskAsync(async ct =>
        {
            var page = await Query.TimelineAsync(Scope.Id, Id, null, EventsPerPage, ct);
            _before = page.Before;
            return page.Entries.ToList();
        });
        _orders = await AskAsync(ct => Query.OrdersAsync(Scope.Id, Id, ct));
        StateHasChanged();
        _insights = await AskAsync(ct => Query.InsightsAsync(Scope.Id, Id, ct));
    }

    private async Task EraseAsync()
    {
        var by = (await Authentication).User.Identity?.Name;
        var erased = await Query.EraseAsync(Scope.Id, Id, by, PageGone);
        (_erased, _unknown) = (erased.Succeeded ? erased.Value.Events : null, !erased.Succeeded);
    }

    private async Task MoreAsync()
    {
        var page = await Query.TimelineAsync(Scope.Id, Id, _before, EventsPerPage, PageGone);
        _timeline.Value.AddRange(page.Entries);
        _before = page.Before;
    }

    private List<WaterfallRow> RowsOf(CustomerInsight insight)
    {
        var rows = insight.Contributions.Take(ReasonsShown).Select(c => new WaterfallRow(Features.Sentence(c.Feature, c.Value, Scope.Currency), c.Contribution)).ToList();
        var rest = insight.Contributions.Skip(ReasonsShown).ToList();
        if (rest.Count > 0)
        {
            rows.Add(new WaterfallRow(T["Why.rest", rest.Count], rest.Sum(c => c.Contribution)));
        }

        return rows;
    }

    private IEnumerable<(string Label, string Value)> Identity(CustomerRow person)
    {
        (string Label, string? Value)[] all =
        [
            (T["Identity.name"], person.Name),
            (T["Identity.email"], person.Email),
            (T["Identity.phone"], person.TextOf("phone")),
            (T["Identity.country"], person.TextOf("country")),
        ];
        return all.Where(p => p.Value is not null).Select(p => (p.Label, p.Value!));
    }

    private string KindOf(TimelineEntry entry) => entry.Kind == EventKind.Other ? entry.Name : T[$"Kind.{entry.Kind}"];

    private string WhatOf(TimelineEntry entry)
    {
        string?[] parts =
        [
            entry.Search is { } search ? T["Timeline.search", search].Value : null,
            entry.Quantity is not 0 and not 1 && entry.Product is not null ? T["Timeline.quantity", NumberFormat.Exact(entry.Quantity, entry.Quantity == Math.Truncate(entry.Quantity) ? 0 : 2)].Value : null,
            entry.ProductName ?? entry.Product,
            entry.Rating > 0 ? T["Timeline.stars", entry.Rating].Value : null,
            entry.Review is { } review ? T["Timeline.search", review].Value : null,
            entry.Kind is EventKind.Purchase or EventKind.Refund or EventKind.Cancel && entry.Order is { } order ? T["Timeline.order", order].Value : null,
            entry.Discount > 0 ? T["Timeline.discount", MoneyFormat.Exact(entry.Discount, Scope.Currency)].Value : null,
            entry.Coupon is { } coupon ? T["Timeline.coupon", coupon].Value : null,
            entry.Campaign is { } campaign ? T["Timeline.campaign", campaign].Value : null,
        ];
        return string.Join(" · ", parts.Where(p => !string.IsNullOrEmpty(p)));
    }

    // Neighbours of one session stand together; events without a session stand alone with others of that kind.
    private static List<List<TimelineEntry>> VisitsOf(IEnumerable<TimelineEntry> day)
    {
        var visits = new List<List<TimelineEntry>>();
        foreach (var entry in day)
        {
            if (visits.Count == 0 || visits[^1][^1].Session != entry.Session)
            {
                visits.Add([]);
            }

            visits[^1].Add(entry);
        }

        return visits;
    }

    private string HeadOf(List<TimelineEntry> visit)
    {
        var (channel, device) = (visit.Find(e => e.Channel is not null)?.Channel, visit.Find(e => e.Device is not null)?.Device);
        var what = visit[0].Session is null ? T["Timeline.outside"].Value : T["Timeline.session", visit.Count].Value;
        return string.Join(" · ", new[] { what, channel, device }.Where(p => !string.IsNullOrEmpty(p)));
    }

    private string RankOf(double decile) => decile <= 5 ? T["Scores.above", 10 - decile] : T["Scores.below", decile - 1];

    private static string BadgeOf(OrderState state) => state switch
    {
        OrderState.Placed => "good",
        OrderState.PartlyUndone => "attention",
        OrderState.Credit => "",
        _ => "bad",
    };

    private string LevelOf(double probability) => probability >= 0.7 ? T["Level.high"].Value : probability >= 0.4 ? T["Level.middle"].Value : T["Level.low"];

    private string Money(string property, bool brief) =>
        brief ? MoneyFormat.Short(Customer?.NumberOf(property), Scope.Currency) : MoneyFormat.Exact(Customer?.NumberOf(property), Scope.Currency);

    private string Day(string property) => Customer?.InstantOf(property) is { } instant ? NumberFormat.Day(Scope.Calendar.DayOf(instant)) : NumberFormat.None;
}
