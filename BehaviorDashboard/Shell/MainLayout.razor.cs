using System.Security.Claims;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.JSInterop;

namespace BehaviorDashboard.Shell;

/// <summary>The frame of every page of a store: navigation, range, search, member; gives the page its store and its theme.</summary>
public sealed partial class MainLayout : LayoutComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private DotNetObjectReference<MainLayout>? _self;
    private IReadOnlyList<StoreOfMember> _stores = [];
    private readonly List<IDisposable> _subscriptions = [];
    private Guid _member;
    private PanelBoundary? _boundary;
    private SearchDialog? _search;
    private KeysDialog? _keys;
    private StoreScope? _scope;
    private ThemeMode _mode = ThemeMode.Light;
    private StorePath _at;
    private string? _loaded;
    private string? _failed;
    private string _name = "";
    private bool _ready;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private StoreDirectory Directory { get; set; } = null!;

    [Inject]
    private ScopeReader Scopes { get; set; } = null!;

    [Inject]
    private IEnumerable<NavEntry> Entries { get; set; } = null!;

    [Inject]
    private ChangeFeed Feed { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Inject]
    private ILogger<MainLayout> Log { get; set; } = null!;

    private DateRange Range => RangePresets.Read(QueryOf("from"), QueryOf("to"), _scope!.Anchor(Clock));

    private bool Compare => QueryOf("compare") is not "0";

    private bool IsFiltered => Entries.Any(e => e.IsFiltered && e.Path == StorePath.Of(Navigation.Uri).Room);

    private string HomeAddress => _scope is null ? "/" : StoreAddress.Of(_scope.Id.Value, "overview", Navigation.Uri);

    /// <summary>A key that the browser saw outside of fields.</summary>
    [JSInvokable]
    public async Task KeyAsync(string key)
    {
        switch (key)
        {
            case "search":
                await OpenSearchAsync();
                break;
            case "?":
                await OpenKeysAsync();
                break;
            case "Escape":
                if (IsFiltered && FilterRow.Read(Navigation.Uri).Count > 0)
                {
                    Navigation.NavigateTo(FilterRow.Address(Navigation, []));
                }

                break;
            default:
                if (_scope is not null && RangeKeys.Apply(key, Navigation, _scope, Range, Compare, Clock) is { } address)
                {
                    Navigation.NavigateTo(address);
                }

                break;
        }
    }

    /// <summary>The member, or the system, changed the look.</summary>
    [JSInvokable]
    public void ThemeChanged(bool dark)
    {
        _mode = _mode with { Dark = dark };
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        Unsubscribe();
        Navigation.LocationChanged -= Moved;
        if (_self is not null)
        {
            try
            {
                await Script.InvokeVoidAsync("bdShell.stop");
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone, and its listeners with it.
            }

            _self.Dispose();
        }

        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += Moved;
        _self = DotNetObjectReference.Create(this);
        _mode = await Script.InvokeAsync<ThemeMode?>("bdShell.start", _self) ?? ThemeMode.Light;
    }

    protected override async Task OnParametersSetAsync()
    {
        _at = StorePath.Of(Navigation.Uri);
        var wanted = _at.Store?.Value ?? "";
        if (wanted != _loaded)
        {
            _loaded = wanted;
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        (_ready, _failed) = (false, null);
        Unsubscribe();
        try
        {
            await ReadAsync();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _failed = ErrorIds.Next();
            Log.LogError(exception, "The store could not be opened, error id {ErrorId}", _failed);
        }
    }

    private async Task ReadAsync()
    {
        var user = (await Authentication).User;
        _name = user.FindFirstValue(WorkspaceClaims.Name) ?? user.Identity?.Name ?? "";
        _member = Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var member) ? member : Guid.Empty;
        await ReadScopeAsync();
        if (_scope is { } scope)
        {
            Follow(scope.Id, ChangeTopic.Events);
            // Published when the store's own settings change.
            Follow(scope.Id, ChangeTopic.Schedules);
        }

        _ready = true;
    }

    private async Task ReadScopeAsync()
    {
        _stores = await Directory.ListForMemberAsync(_member, _gone.Token);
        _scope = _stores.FirstOrDefault(s => s.Store.Id == _at.Store) is { } entry ? await Scopes.ReadAsync(entry, _gone.Token) : null;
    }

    private void Follow(StoreId store, ChangeTopic topic) => _subscriptions.Add(Feed.Subscribe(store, topic, () => _ = InvokeAsync(RefreshAsync)));

    private void Unsubscribe()
    {
        _subscriptions.ForEach(s => s.Dispose());
        _subscriptions.Clear();
    }

    // New events may reach further than those that the page knew. A failure here changes nothing on the page; the next navigation tells.
    private async Task RefreshAsync()
    {
        if (_gone.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await ReadScopeAsync();
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The page went meanwhile.
        }
        catch (Exception exception)
        {
            Log.LogError(exception, "The store's extent could not be read again");
        }
    }

    private void Moved(object? sender, LocationChangedEventArgs location)
    {
        _boundary?.Recover();
        StateHasChanged();
    }

    private void Recover() => _boundary?.Recover();

    private Task OpenSearchAsync() => _search?.OpenAsync() ?? Task.CompletedTask;

    private Task OpenKeysAsync() => _keys?.OpenAsync() ?? Task.CompletedTask;

    private string? QueryOf(string name) =>
        QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query).TryGetValue(name, out var value) ? value.ToString() : null;
}
