using BehaviorDashboard.Kernel;
using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Ui;

/// <summary>
/// A page of one store. The range and the comparison come from the address (<c>?from=2026-01-01&amp;to=2026-01-31&amp;compare=1</c>);
/// <see cref="LoadAsync"/> runs whenever the address or the store's facts change, and what it asked for is given up when the page goes.
/// </summary>
public abstract class RoomPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private readonly List<IDisposable> _subscriptions = [];
    private readonly HashSet<ChangeTopic> _topics = [];
    // Each load carries its own token along: one that was superseded must not go on with the token of its successor.
    private readonly AsyncLocal<CancellationToken?> _mine = new();
    private CancellationTokenSource _load = new();
    private (string, StoreScope?) _loaded;

    protected RoomPage() => PageGone = _gone.Token;

    [Parameter]
    public string Store { get; set; } = "";

    [SupplyParameterFromQuery(Name = "from")]
    public string? FromQuery { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? ToQuery { get; set; }

    [SupplyParameterFromQuery(Name = "compare")]
    public string? CompareQuery { get; set; }

    [CascadingParameter]
    public StoreScope? CascadedScope { get; set; }

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    protected TimeProvider Clock { get; set; } = null!;

    [Inject]
    private ChangeFeed Feed { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    /// <summary>The store; the layout shows no page without one.</summary>
    protected StoreScope Scope => CascadedScope ?? throw new InvalidOperationException("The layout gives every room page its store.");

    protected DateRange Range => RangePresets.Read(FromQuery, ToQuery, Scope.Anchor(Clock));

    /// <summary>Figures stand beside the period before, unless the member switched that off.</summary>
    protected bool Compare => CompareQuery is not "0";

    /// <summary>Cancelled when the page goes.</summary>
    protected CancellationToken PageGone { get; }

    /// <summary>Cancelled when the page goes or asks again.</summary>
    protected CancellationToken Superseded => _mine.Value ?? PageGone;

    protected virtual Task LoadAsync() => Task.CompletedTask;

    protected override async Task OnParametersSetAsync()
    {
        var wanted = (Navigation.Uri, CascadedScope);
        if (CascadedScope is not null && wanted != _loaded)
        {
            _loaded = wanted;
            await ReloadAsync();
        }
    }

    /// <summary>Asks again when the topic changes in this store.</summary>
    protected void RefreshOn(ChangeTopic topic)
    {
        if (_topics.Add(topic))
        {
            _subscriptions.Add(Feed.Subscribe(Scope.Id, topic, () => _ = InvokeAsync(RefreshAsync)));
        }
    }

    protected async Task ReloadAsync()
    {
        if (PageGone.IsCancellationRequested)
        {
            return;
        }

        var former = _load;
        _load = CancellationTokenSource.CreateLinkedTokenSource(PageGone);
        _mine.Value = _load.Token;
        await former.CancelAsync();
        former.Dispose();
        try
        {
            await LoadAsync();
        }
        catch (OperationCanceledException)
        {
            // A newer question or the end of the page; either way nobody waits for this answer.
        }
        catch (Exception exception) when (PageGone.IsCancellationRequested)
        {
            // Thrown on, it would take the place of the page that the member went to.
            Loggers.CreateLogger(GetType()).LogError(exception, "A page failed after it was left, store {Store}", Store);
        }
    }

    /// <summary>Asks for a panel's content; a failure stays in that panel, with an id that the log knows.</summary>
    protected async Task<PanelState<T>> AskAsync<T>(Func<CancellationToken, Task<T>> ask)
    {
        try
        {
            return PanelState<T>.Ready(await ask(Superseded));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var id = ErrorIds.Next();
            Loggers.CreateLogger(GetType()).LogError(exception, "Panel failed, error id {ErrorId}, store {Store}", id, Store);
            return PanelState<T>.Failed(id);
        }
    }

    /// <summary>An address in this store that keeps the range: <c>Address("customers/42")</c>.</summary>
    protected string Address(string path) => StoreAddress.Of(Store, path, Navigation.Uri);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _gone.Cancel();
        _load.Dispose();
        _gone.Dispose();
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    private async Task RefreshAsync()
    {
        if (PageGone.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await ReloadAsync();
            StateHasChanged();
        }
        catch (Exception exception)
        {
            // Nobody awaits a refresh: the page's boundary has to hear of it.
            await DispatchExceptionAsync(exception);
        }
    }
}
