using BehaviorDashboard.Events;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Events;

/// <summary>Everything that a store answers, as lines: timelines in order with all fields, facts of customers, what the catalogue counts.</summary>
internal static class StoreDump
{
    public static async Task<List<string>> OfAsync(TestStore store)
    {
        var fold = await store.Timelines.FoldAsync(store.Id, _ => new DumpFold(EventWriter.AnyColumn), default, new TimelineScope(Guests: true));
        var narrow = await store.Timelines.FoldAsync(store.Id, _ => new DumpFold(EventColumns.Product | EventColumns.Channel | EventColumns.Value | EventColumns.Currency), default, new TimelineScope(Guests: true));
        var people = await store.Customers.RowsAsync(store.Id, null, ["events", "orders", "netRevenue", "first", "last", "lastOrder", "anonymous"], default);
        var ids = people.ToDictionary(p => p.Number, p => p.Id);
        ids[0] = "";
        var catalog = await store.Catalog.ReadAsync(store.Id, default);
        return [
            .. narrow.Lines.Select(l => (Id: ids[l.Customer], l.Lines)).OrderBy(l => l.Id, StringComparer.Ordinal).SelectMany(l => l.Lines.Select(line => $"{l.Id}: {line}")),
            .. fold.Lines.Select(l => (Id: ids[l.Customer], l.Lines)).OrderBy(l => l.Id, StringComparer.Ordinal).SelectMany(l => l.Lines.Select(line => $"{l.Id}: {line}")),
            .. people.OrderBy(p => p.Id, StringComparer.Ordinal).Select(p => $"{p.Id}: {string.Join('|', p.Values.OrderBy(v => v.Key).Select(v => FormattableString.Invariant($"{v.Key}={v.Value}")))}"),
            .. catalog.Names.Select(n => $"{n.Name}/{n.Kind}: {n.Count} of {n.Customers}").Order(StringComparer.Ordinal),
            $"{catalog.Events} events of {catalog.Customers}, {catalog.First:O} to {catalog.Last:O}",
        ];
    }

    private sealed class DumpFold(EventColumns columns) : ITimelineFold<DumpFold>
    {
        public EventColumns Columns => columns;

        public List<(int Customer, List<string> Lines)> Lines { get; } = [];

        public void Start(int customer) => Lines.Add((customer, []));

        public void Event(TimelineEvent e) => Lines[^1].Lines.Add(FormattableString.Invariant(
            $"{e.Time:O} {e.Kind} {e.Name} {e.Product} {e.Category} {e.Brand} {e.Quantity} {e.Price} {e.Value} {e.Discount} {e.Currency} {e.Order} {e.Cart} {e.Session} {e.Channel} {e.Campaign} {e.Device} {e.Page} {e.Search} {e.Coupon} {e.Rating} {e.Review} {e.Properties} {e.StartsOrder}"));

        public void End()
        {
        }

        public void Merge(DumpFold other) => Lines.AddRange(other.Lines);
    }
}
