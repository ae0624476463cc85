using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BehaviorDashboard.Features.Imports;

/// <summary>From a file to events in four steps, and the list of what came in before.</summary>
public sealed partial class ImportsPage : RoomPage
{
    private PanelState<IReadOnlyList<ImportView>> _imports = PanelState<IReadOnlyList<ImportView>>.Loading;
    private PanelState<Outcome<SpooledShape>> _look = PanelState<Outcome<SpooledShape>>.Loading;
    private PanelState<Outcome<ImportView>> _watched = PanelState<Outcome<ImportView>>.Loading;
    private string? _looked;
    private bool _storeEmpty;

    [Inject]
    private ImportsQuery Query { get; set; } = null!;

    [Inject]
    private RunLedger Runs { get; set; } = null!;

    [Inject]
    private EventCatalogReader Catalog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    private ImportsRequest Request => ImportsRequest.FromUri(Navigation.Uri);

    private bool MayImport => Scope.Allows(MemberRole.Marketer);

    private string? Sentence => !_imports.IsReady ? null
        : _imports.Value.Where(i => i.State == ImportState.Done).ToList() is not { Count: > 0 } done ? T["Sentence.none"].Value
        : T["Sentence", NumberFormat.Exact(done.Count), NumberFormat.Exact(done.Sum(i => i.Record.Counts.Accepted))].Value;

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Imports);
        RefreshOn(ChangeTopic.Runs);
        var request = Request;
        _imports = await AskAsync(ct => Query.ListAsync(Scope.Id, ct));
        _storeEmpty = _imports is { IsReady: true, Value.Count: 0 } && (await Catalog.ReadAsync(Scope.Id, Superseded)).Events == 0;
        if (request.Import is { } import)
        {
            _watched = await AskAsync(ct => Query.FindAsync(Scope.Id, import, ct));
        }

        // The file stays what it is while imports come and go.
        if (request.File is { } file && (request.Source != _looked || !_look.IsReady))
        {
            _looked = request.Source;
            _look = await AskAsync(ct => Query.LookAsync(Scope.Id, file, request.Wanted, ct));
        }
    }

    private async Task<Problem?> StartAsync()
    {
        var started = await Query.StartAsync(Scope.Id, Request.File!.Value, Request.Wanted, await NameAsync(), PageGone);
        if (!started.Succeeded)
        {
            return started.Problems[0];
        }

        Go(new ImportsRequest(Import: started.Value.Id));
        return null;
    }

    private void Forget()
    {
        Query.Forget(Scope.Id, Request.File!.Value);
        Go(new ImportsRequest());
    }

    private async Task CancelAsync(ImportView import)
    {
        await Query.CancelAsync(Scope.Id, import.Record.Id, PageGone);
        await ReloadAsync();
    }

    private void LookAgain(ImportView import) =>
        Go(new ImportsRequest(import.Record.Id, ImportMapping.Parse(import.Record.MappingJson) is { Succeeded: true, Value: var mapping } ? mapping : null));

    private async Task SampleAsync()
    {
        // Two clicks are one wish.
        if (!(await Runs.OpenAsync(Scope.Id, PageGone)).Any(r => r.Kind is RunKinds.Sample or RunKinds.Import))
        {
            await Runs.QueueAsync(Scope.Id, RunKinds.Sample, null, await NameAsync(), PageGone);
        }

        Navigation.NavigateTo(Address("overview"));
    }

    private async Task<string?> NameAsync() => Authentication is null ? null : (await Authentication).User.Identity?.Name;

    private void Go(ImportsRequest request) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(request.ToQuery()));

    private string Words(Problem problem) => ImportWords.Say(T, problem);
}
