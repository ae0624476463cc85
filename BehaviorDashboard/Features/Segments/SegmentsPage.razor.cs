using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Features.Segments;

/// <summary>Groups that models found, and segments that people saved; which of them is shown stands in the address.</summary>
public sealed partial class SegmentsPage : RoomPage
{
    private PanelState<RfmResult?> _rfm = PanelState<RfmResult?>.Loading;
    private PanelState<BehaviourResult?> _behaviour = PanelState<BehaviourResult?>.Loading;
    private PanelState<IReadOnlyList<SavedSegment>> _saved = PanelState<IReadOnlyList<SavedSegment>>.Loading;
    private PanelState<FormChoices> _form = PanelState<FormChoices>.Loading;
    private List<ConditionDraft> _drafts = [];
    private Outcome<SegmentPreview>? _preview;
    private Run? _run;
    private Run? _failed;
    private SegmentRecord? _deleted;
    private string? _notice;

    [Inject]
    private SegmentsQuery Query { get; set; } = null!;

    private SegmentsAddress Request => SegmentsAddress.FromUri(Navigation.Uri);

    private bool MayChange => Scope.Allows(MemberRole.Marketer);

    private string? Sentence => !_rfm.IsReady ? null
        : _rfm.Value is not { Customers: > 0 } rfm ? T["Sentence.none"].Value
        : T["Sentence", NumberFormat.Exact(rfm.Customers), NumberFormat.Exact(rfm.Groups[0].Customers), NumberFormat.Percent(rfm.ShareOfRevenue(rfm.Groups[0]), 0)].Value;

    protected override async Task LoadAsync()
    {
        foreach (var topic in (ChangeTopic[])[ChangeTopic.Customers, ChangeTopic.Models, ChangeTopic.Runs, ChangeTopic.Segments])
        {
            RefreshOn(topic);
        }

        (_run, _failed) = await Query.TrainingAsync(Scope.Id, Superseded);
        _rfm = await AskAsync(ct => Query.RfmAsync(Scope.Id, ct));
        if (Request.View == SegmentsAddress.Behaviour)
        {
            _behaviour = await AskAsync(ct => Query.BehaviourAsync(Scope.Id, ct));
        }
        else if (Request.View == SegmentsAddress.Saved)
        {
            await LoadSavedAsync();
        }
    }

    private async Task LoadSavedAsync()
    {
        // What somebody is typing may not be a valid condition yet; it must outlive the address that it made.
        _drafts = _drafts.Count > 0 && SegmentsRules.FilterOf(_drafts).ToJson() == Request.Filter ? _drafts : Request.Drafts();
        _saved = await AskAsync(ct => Query.SavedAsync(Scope.Id, ct));
        _form = await AskAsync(ct => Query.ChoicesAsync(Scope.Id, ct));
        _preview = await Query.PreviewAsync(Scope.Id, SegmentsRules.FilterOf(_drafts).ToJson(), Superseded);
    }

    private async Task TrainAsync() => _run = await Query.TrainAsync(Scope.Id, PageGone);

    private Task CancelAsync() => _run is { } run ? Query.CancelAsync(run.Id, PageGone) : Task.CompletedTask;

    private Task SaveGroupAsync((string Name, string? Description, CustomerFilter Filter) group) => SaveAsync(group.Name, group.Description, group.Filter);

    private Task SaveDraftsAsync(string name) => SaveAsync(name, null, SegmentsRules.FilterOf(_drafts));

    private async Task SaveAsync(string name, string? description, CustomerFilter filter)
    {
        var saved = await Query.SaveAsync(Scope.Id, new NewSegment(name, description, System.Text.Json.JsonSerializer.SerializeToElement(filter.ToJson())), "page", PageGone);
        (_deleted, _notice) = (null, saved.Succeeded ? T["Saved.saved", saved.Value.Name].Value : saved.Problems[0].Message);
        await ReloadAsync();
    }

    private async Task RenameAsync((SegmentRecord Segment, string Name) change)
    {
        var renamed = await Query.RenameAsync(Scope.Id, change.Segment, change.Name, PageGone);
        (_deleted, _notice) = (null, renamed.Succeeded ? T["Saved.saved", renamed.Value.Name].Value : renamed.Problems[0].Message);
        await ReloadAsync();
    }

    private async Task DeleteAsync(SegmentRecord segment)
    {
        await Query.DeleteAsync(Scope.Id, segment.Id, PageGone);
        (_deleted, _notice) = (segment, T["Saved.deleted", segment.Name]);
        await ReloadAsync();
    }

    private async Task UndoAsync()
    {
        if (_deleted is { } back && CustomerFilter.Parse(back.FilterJson) is { Succeeded: true, Value: var filter })
        {
            await SaveAsync(back.Name, back.Description, filter);
        }
    }

    private void Changed() => Go(Request with { View = SegmentsAddress.Saved, Filter = SegmentsRules.FilterOf(_drafts).ToJson() });

    private void Go(SegmentsAddress request) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(request.ToQuery()));

    private string StageOf(Run run) => run.Stage is null ? T["Training"] : T[$"Stage.{run.Stage}"] is { ResourceNotFound: false } stage ? stage : T["Training"];

    private string WordsOf(Run run) => run.ErrorCode == SegmentsRules.NoEvents.Code ? T["Empty.body"] : run.Error ?? "";
}
