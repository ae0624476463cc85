using System.Text;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Questions;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>A funnel that is asked again with every change; the address holds all of it.</summary>
public sealed partial class FunnelsPage : RoomPage
{
    private static readonly string[] Units = ["minute", "hour", "day", "week", "month"];
    private static readonly string[] Orders = ["ordered", "strict", "any"];
    private static readonly string[] Properties = ["channel", "device", "category", "brand", "campaign"];

    private PanelState<Outcome<FunnelsResult>> _answer = PanelState<Outcome<FunnelsResult>>.Loading;
    private EventCatalog? _catalog;
    private double? _before;
    private double? _orderValue;
    private string? _segmentName;
    private string? _saved;
    private string? _saveProblem;

    [Inject]
    private FunnelsQuery Query { get; set; } = null!;

    [Inject]
    private EventCatalogReader Catalog { get; set; } = null!;

    [Inject]
    private EventWords Words { get; set; } = null!;

    [Inject]
    private MeasureReader Measures { get; set; } = null!;

    [Inject]
    private SegmentShelf Segments { get; set; } = null!;

    private FunnelsRequest Asked => Read() ?? FunnelDefaults.For(_catalog!);

    private IReadOnlyList<StepCount> Steps => _answer is { IsReady: true, Value: { Succeeded: true, Value: { } result } } ? result.Steps : [];

    private IReadOnlyList<FunnelStep> ChartSteps => [.. Steps.Select((s, i) => new FunnelStep(NameOf(i), s.Count, s.MedianSeconds is null ? null : T["Chart.median", DurationOf(s.MedianSeconds)].Value))];

    private string? Sentence
    {
        get
        {
            if (Steps.Count < 2)
            {
                return null;
            }

            if (Steps[0].Count == 0)
            {
                return T["Sentence.none"];
            }

            var leak = Enumerable.Range(1, Steps.Count - 1).MaxBy(LostAt);
            var change = _before is { } before ? " " + T["Sentence.before", NumberFormat.Percent(before, 1)].Value : "";
            return T["Sentence", NumberFormat.Exact(Steps[0].Count), NumberFormat.Percent(Steps[^1].FromFirst, 1), NameOf(leak), NumberFormat.Exact(LostAt(leak))] + change;
        }
    }

    private string CsvName => $"funnel-{Store}.csv";

    private string CsvAddress => "data:text/csv;charset=utf-8," + Uri.EscapeDataString(Csv());

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Events);
        _catalog = await Catalog.ReadAsync(Scope.Id, Superseded);
        StateHasChanged();
        if (_catalog.Events == 0)
        {
            return;
        }

        var asked = Asked with { Range = AskedRange.Of(Range) };
        _answer = await AskAsync(ct => Query.AskAsync(Scope.Id, asked, Scope.Calendar, ct));
        StateHasChanged();
        _orderValue = (await Measures.TotalsAsync(Scope.Id, Range, Scope.Calendar, Superseded)).AverageOrderValue;
        _before = null;
        if (Compare && _answer is { IsReady: true, Value.Succeeded: true })
        {
            var former = await Query.AskAsync(Scope.Id, asked with { Range = AskedRange.Of(Range.Previous()), People = null, Breakdown = null }, Scope.Calendar, Superseded);
            _before = former is { Succeeded: true, Value.Steps: [{ Count: > 0 }, ..] } ? former.Value.Conversion : null;
        }
    }

    private FunnelsRequest? Read() =>
        QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query).TryGetValue("funnel", out var json)
        && FunnelsRequest.Parse(json.ToString()) is { Succeeded: true, Value: { Steps.Count: >= 2 } request }
            ? request with { Window = request.Window ?? new AskedWindow(7, "day"), Order = request.Order ?? "ordered" }
            : null;

    private void Go(FunnelsRequest request)
    {
        (_saved, _saveProblem) = (null, null);
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("funnel", request.ToJson()));
    }

    private string EventOf(int step) => Asked.Steps![step].Any is [{ Event: { } name }, ..] ? name : "";

    private string NameOf(int step) => Asked.Steps![step].Name ?? string.Join(" / ", (Asked.Steps[step].Any ?? []).Select(e => Words.Event(e.Event)));

    private IReadOnlyList<(string Name, string Words)> Choices(string? current)
    {
        var kinds = FunnelDefaults.KindsOf(_catalog!);
        var names = _catalog!.Names.Select(n => n.Name).Distinct().Take(200);
        return [.. kinds.Concat(names).Concat(current is null ? [] : [current]).Distinct().Select(n => (n, Words.Event(n)))];
    }

    private void Change(Action<List<AskedStep>> change)
    {
        var steps = Asked.Steps!.ToList();
        change(steps);
        steps[0] = steps[0] with { Optional = false };
        Go(Asked with { Steps = steps, People = null, Breakdown = Asked.Breakdown is { } b ? b with { Step = 0 } : null });
    }

    private void SetEvent(int step, string? name) => Change(steps => steps[step] = new AskedStep([new AskedEvent(name)], steps[step].Optional));

    private void SetOptional(int step, bool optional) => Change(steps => steps[step] = steps[step] with { Optional = optional });

    private void Add(string? name)
    {
        if (!string.IsNullOrEmpty(name))
        {
            Change(steps => steps.Add(new AskedStep([new AskedEvent(name)])));
        }
    }

    private void Remove(int step) => Change(steps => steps.RemoveAt(step));

    private void Move(int step, int by) => Change(steps => (steps[step], steps[step + by]) = (steps[step + by], steps[step]));

    private void SetWindow(string? value, string? unit) => Go(Asked with
    {
        Window = new AskedWindow(int.TryParse(value, out var number) ? Math.Clamp(number, 1, 3650) : Asked.Window!.Value, unit ?? Asked.Window!.Unit),
        People = null,
    });

    private void SetBreakdown(string? property) => Go(Asked with { Breakdown = string.IsNullOrEmpty(property) ? null : new AskedBreakdown(property, "first"), People = null });

    private void ShowPeople(int step, string outcome) => Go(Asked with { People = new AskedPeople(step + 1, outcome) });

    private long LostAt(int step) => Steps[FormerOf(step)].Count - Steps[step].Count;

    private int FormerOf(int step)
    {
        var at = step - 1;
        while (at > 0 && Asked.Steps![at].Optional)
        {
            at--;
        }

        return at;
    }

    // Had those who left here gone on like those who stayed, at the period's average order value.
    private double? RiskAt(int step) =>
        step > 0 && _orderValue is { } value && Steps[step].Count > 0 && FunnelDefaults.EndsInOrder(Asked, _catalog!)
            ? LostAt(step) * ((double)Steps[^1].Count / Steps[step].Count) * value
            : null;

    private string PeopleTitle(AskedPeople people) => T[$"People.{people.Outcome ?? "reached"}", NameOf(people.Step - 1)];

    private string CustomerAddress(string id) => Address("customers/" + Uri.EscapeDataString(id));

    // The people of a step are too many for an address: they go by the segment that they become.
    private async Task GoWithPeopleAsync(string page)
    {
        _segmentName = string.IsNullOrWhiteSpace(_segmentName) ? PeopleTitle(Asked.People!) : _segmentName;
        if (await SaveAsync() is { } segment)
        {
            Navigation.NavigateTo(Address($"{page}?segment={segment.Id}&name={Uri.EscapeDataString(segment.Name)}"));
        }
    }

    private async Task<SegmentRecord?> SaveAsync()
    {
        var ids = _answer.Value.Value!.People!;
        var saved = await Segments.CreateAsync(Scope.Id, _segmentName ?? "", PeopleTitle(Asked.People!), new CustomerFilter.Customers([.. ids]).ToJson(), "funnel", PageGone);
        _saved = saved.Succeeded ? T["People.saved", saved.Value.Name, NumberFormat.Exact(ids.Count)].Value : null;
        _saveProblem = saved.Succeeded ? null : T["People.problem"].Value;
        _segmentName = saved.Succeeded ? null : _segmentName;
        return saved.Value;
    }

    private string WordsOf(Problem problem) => T["Problem", problem.Message];

    private string DurationOf(double? seconds) => seconds switch
    {
        null => NumberFormat.None,
        < 90 => T["Duration.seconds", NumberFormat.Exact(seconds)],
        < 5400 => T["Duration.minutes", NumberFormat.Exact(seconds / 60)],
        < 129_600 => T["Duration.hours", NumberFormat.Exact(seconds / 3600, 1)],
        _ => T["Duration.days", NumberFormat.Exact(seconds / 86_400, 1)],
    };

    private string Csv()
    {
        var text = new StringWriter(new StringBuilder("\uFEFF"));
        var csv = new CsvText(text);
        csv.Cell("step").Cell("name").Cell("customers").Cell("from_first").Cell("from_previous").Cell("median_seconds").EndLine();
        for (var i = 0; i < Steps.Count; i++)
        {
            csv.Cell(i + 1).Cell(NameOf(i)).Cell(Steps[i].Count).Cell(Steps[i].FromFirst, "0.######").Cell(Steps[i].FromPrevious, "0.######").Cell(Steps[i].MedianSeconds, "0.###").EndLine();
        }

        return text.ToString();
    }
}
