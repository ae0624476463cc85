using System.Globalization;
using System.Text.Json;
using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Features;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>Frozen lists: make one from a segment or a condition, download it without hold-out and without those who said no.</summary>
public sealed partial class AudiencesPage : RoomPage
{
    private static readonly double[] Shares = [0, 0.1, 0.2, 0.5];

    private PanelState<IReadOnlyList<AudienceCount>> _audiences = PanelState<IReadOnlyList<AudienceCount>>.Loading;
    private IReadOnlyList<SegmentRecord> _segments = [];
    private AudiencesRequest? _shown;
    private string? _name;
    private string _segment = "";
    private string _holdOut = "0.2";
    private string? _problem;
    private bool _busy;

    [Inject]
    private AudiencesQuery Query { get; set; } = null!;

    [Inject]
    private SegmentShelf Segments { get; set; } = null!;

    [Inject]
    private SuggestionWords Words { get; set; } = null!;

    [Inject]
    private CustomerWords Customers { get; set; } = null!;

    private AudiencesRequest Request => AudiencesRequest.FromUri(Navigation.Uri);

    private string? Condition => Request.Filter is { } json && CustomerFilter.Parse(json) is { Succeeded: true, Value: var filter } ? Customers.Condition(filter) : null;

    private string? Sentence => !_audiences.IsReady || _audiences.Value.Count == 0 ? null
        : T["Audiences.sentence", _audiences.Value.Count, NumberFormat.Exact(_audiences.Value.Sum(a => (long)a.Exported))].Value;

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Campaigns);
        RefreshOn(ChangeTopic.Customers);
        Fill(Request);
        _segments = await Segments.ListAsync(Scope.Id, Superseded);
        _audiences = await AskAsync(ct => Query.ListAsync(Scope.Id, ct));
    }

    // Only what another page asks for, and only once: what was typed stays.
    private void Fill(AudiencesRequest request)
    {
        if (request != _shown)
        {
            (_shown, _name, _segment) = (request, request.Name ?? _name, request.Segment?.ToString() ?? _segment);
        }
    }

    private async Task CreateAsync()
    {
        _busy = true;
        try
        {
            JsonElement? filter = Request.Filter is { } json ? JsonSerializer.SerializeToElement(json) : null;
            Guid? segment = filter is null && Guid.TryParse(_segment, out var id) ? id : null;
            var created = await Query.CreateAsync(Scope.Id, new NewAudienceRequest(_name, segment, filter, double.Parse(_holdOut, CultureInfo.InvariantCulture)), PageGone);
            _problem = created.Succeeded ? null : T[$"Problem.{created.Problems[0].Code}"] is { ResourceNotFound: false } known ? known.Value : created.Problems[0].Message;
            await ReloadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    // A campaign's audience carries the suggestion's id as its name.
    private string NameOf(AudienceCount audience) => audience.Record.Campaign is null ? audience.Record.Name : Words.Play(audience.Record.Name.Split('-')[0]);

    private string ExportOf(AudienceCount audience, bool bom) => $"/s/{Store}/audiences/{audience.Record.Id}/export?format=csv&bom={(bom ? "true" : "false")}";
}
