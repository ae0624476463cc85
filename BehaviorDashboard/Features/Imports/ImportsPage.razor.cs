using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace BehaviorDashboard.Features.Imports;

/// <summary>From a file to events in four steps, and the list of what came in before.</summary>
public sealed partial class ImportsPage : RoomPage
{
    private static readonly string[] StepNames = ["file", "mapping", "check", "import"];

    private PanelState<IReadOnlyList<ImportView>> _imports = PanelState<IReadOnlyList<ImportView>>.Loading;
    private PanelState<Outcome<SpooledShape>> _look = PanelState<Outcome<SpooledShape>>.Loading;
    private Outcome<ImportReport>? _checked;
    private CancellationTokenSource? _check;
    private DotNetObjectReference<ImportsPage>? _self;
    private IJSObjectReference? _upload;
    private ElementReference _zone;
    private ImportsRequest? _shown;
    private string? _attached;
    private string? _problem;
    private double? _sent;
    private double? _checking;
    private bool _catalogEmpty;
    private bool _starting;

    [Inject]
    private ImportsQuery Query { get; set; } = null!;

    [Inject]
    private RunLedger Runs { get; set; } = null!;

    [Inject]
    private EventCatalogReader Catalog { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    private ImportsRequest Request => ImportsRequest.FromUri(Navigation.Uri);

    private bool MayImport => Scope.Allows(MemberRole.Marketer);

    private int StepAt => Request.File is null ? 0 : _starting ? 3 : _checked is { Succeeded: true } || _checking is not null ? 2 : 1;

    private string? Sentence => !_imports.IsReady ? null
        : _imports.Value.Where(i => i.State == ImportState.Done).ToList() is not { Count: > 0 } done ? T["Sentence.none"].Value
        : T["Sentence", NumberFormat.Exact(done.Count), NumberFormat.Exact(done.Sum(i => i.Record.Counts.Accepted))].Value;

    /// <summary>The browser has handed the file in.</summary>
    [JSInvokable]
    public void Uploaded(string file)
    {
        (_sent, _problem) = (null, null);
        Go(new ImportsRequest(Guid.Parse(file)));
    }

    [JSInvokable]
    public void UploadFailed(string? code, string? message)
    {
        _sent = null;
        _problem = code is null ? message ?? T["Drop.brokenOff"] : Words(new Problem(code, message ?? ""));
        StateHasChanged();
    }

    [JSInvokable]
    public void UploadSent(double share)
    {
        _sent = share;
        StateHasChanged();
    }

    protected override async Task LoadAsync()
    {
        RefreshOn(ChangeTopic.Imports);
        RefreshOn(ChangeTopic.Runs);
        var request = Request;
        _catalogEmpty = (await Catalog.ReadAsync(Scope.Id, Superseded)).Events == 0;
        _imports = await AskAsync(ct => Query.ListAsync(Scope.Id, ct));
        if (request.File is { } file && request != _shown)
        {
            (_shown, _checked) = (request, null);
            _look = await AskAsync(ct => Query.LookAsync(Scope.Id, file, request.Wanted, ct));
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // The drop zone comes and goes with the address; each new one is listened to once.
        var wanted = MayImport && Request.File is null ? _zone.Id : null;
        if (wanted is null || wanted == _attached)
        {
            return;
        }

        _attached = wanted;
        _self ??= DotNetObjectReference.Create(this);
        try
        {
            _upload ??= await Script.InvokeAsync<IJSObjectReference>("import", "/assets/js/upload.js");
            await _upload.InvokeVoidAsync("attach", _zone, $"/s/{Store}/data/upload", _self);
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone.
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _check?.Cancel();
        _check?.Dispose();
        _self?.Dispose();
        _ = DropModuleAsync();
    }

    private async Task DropModuleAsync()
    {
        try
        {
            if (_upload is not null)
            {
                await _upload.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the module with it.
        }
    }

    private async Task StopUploadAsync()
    {
        if (_upload is not null)
        {
            await _upload.InvokeVoidAsync("stop");
        }

        _sent = null;
    }

    private void Corrected(ImportMapping mapping) => Go(Request with { Mapping = mapping });

    private async Task CheckAsync()
    {
        var (file, mapping) = (Request.File!.Value, Request.Wanted);
        _check?.Dispose();
        _check = CancellationTokenSource.CreateLinkedTokenSource(PageGone);
        (_checked, _checking) = (null, 0);
        try
        {
            _checked = await Query.CheckAsync(Scope.Id, file, mapping, new Progress<double>(share => InvokeAsync(() => Checked(share))), _check.Token);
        }
        catch (OperationCanceledException)
        {
            // Somebody pressed cancel.
        }
        finally
        {
            _checking = null;
        }
    }

    private void Checked(double share)
    {
        if (_checking is { } before && share - before > 0.02)
        {
            _checking = share;
            StateHasChanged();
        }
    }

    private void StopCheck() => _check?.Cancel();

    private async Task StartAsync()
    {
        _starting = true;
        var started = await Query.StartAsync(Scope.Id, Request.File!.Value, Request.Wanted, await NameAsync(), PageGone);
        _starting = false;
        if (!started.Succeeded)
        {
            _checked = Outcome<ImportReport>.Refused(started.Problems);
            return;
        }

        (_shown, _checked, _attached) = (null, null, null);
        Go(new ImportsRequest());
    }

    private Task ForgetAsync()
    {
        Query.Forget(Scope.Id, Request.File!.Value);
        (_shown, _checked, _attached) = (null, null, null);
        Go(new ImportsRequest());
        return Task.CompletedTask;
    }

    private async Task CancelAsync(ImportView import)
    {
        await Query.CancelAsync(Scope.Id, import.Record.Id, PageGone);
        await ReloadAsync();
    }

    private async Task SampleAsync()
    {
        await Runs.QueueAsync(Scope.Id, RunKinds.Sample, null, await NameAsync(), PageGone);
        Navigation.NavigateTo(Address("overview"));
    }

    private async Task<string?> NameAsync() => Authentication is null ? null : (await Authentication).User.Identity?.Name;

    private void Go(ImportsRequest request) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(request.ToQuery()));

    private string Words(Problem problem) => T[$"Problem.{problem.Code}", problem.Arguments] is { ResourceNotFound: false } words ? words : problem.Message;

    private string ReportSentence(ImportReport report) => report.Orders > 0
        ? T["Check.sentenceOrders", NumberFormat.Exact(report.Rows), NumberFormat.Exact(report.Customers), NumberFormat.Exact(report.Orders), MoneyFormat.Exact(report.NetRevenue, report.Currency)]
        : T["Check.sentence", NumberFormat.Exact(report.Rows), NumberFormat.Exact(report.Customers)];

    private string CountsOf(ImportCounts counts) =>
        T["List.counts", NumberFormat.Exact(counts.Rows), NumberFormat.Exact(counts.Accepted), NumberFormat.Exact(counts.Duplicates), NumberFormat.Exact(counts.Refused)];

    private static string BadgeOf(ImportState state) => state switch
    {
        ImportState.Done => "good",
        ImportState.Failed => "bad",
        ImportState.Cancelled => "attention",
        _ => "busy",
    };
}
