using BehaviorDashboard.Events;
using BehaviorDashboard.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace BehaviorDashboard.Shell;

/// <summary>Finds pages by name, and customers by id, name or e-mail address.</summary>
public sealed partial class SearchDialog : ComponentBase, IDisposable
{
    private const int MostCustomers = 8;

    // Long enough not to ask for every letter, short enough not to be felt.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _gone = new();
    private CancellationTokenSource _typing = new();
    private ElementReference _dialog;
    private IReadOnlyList<Hit> _hits = [];
    private string _text = "";
    private bool _busy;
    private int _at;

    [Parameter, EditorRequired]
    public StoreScope Scope { get; set; } = null!;

    [Inject]
    private IEnumerable<NavEntry> Entries { get; set; } = [];

    [Inject]
    private IStringLocalizerFactory Texts { get; set; } = null!;

    [Inject]
    private CustomerReader Customers { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Inject]
    private ILogger<SearchDialog> Log { get; set; } = null!;

    public async Task OpenAsync()
    {
        (_text, _at, _hits) = ("", 0, Pages(""));
        StateHasChanged();
        await Script.InvokeVoidAsync("bdShell.open", _dialog);
    }

    public void Dispose()
    {
        _gone.Cancel();
        _typing.Dispose();
        _gone.Dispose();
    }

    private async Task TypedAsync(ChangeEventArgs change)
    {
        (_text, _at) = ((change.Value as string ?? "").Trim(), 0);
        _hits = Pages(_text);
        await _typing.CancelAsync();
        _typing.Dispose();
        _typing = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        await FindCustomersAsync(_text, _typing.Token);
    }

    private async Task FindCustomersAsync(string text, CancellationToken ct)
    {
        _busy = text.Length > 0;
        try
        {
            await Task.Delay(Pause, Clock, ct);
            if (text.Length > 0)
            {
                var found = await Customers.PageAsync(Scope.Id, new CustomerQuery(Search: text, Take: MostCustomers), ct);
                _hits = [.. Pages(text), .. found.Rows.Select(c => new Hit(c.Name is null ? c.Id : $"{c.Name} ({c.Id})", "customers/" + Uri.EscapeDataString(c.Id), true))];
            }

            _busy = false;
        }
        catch (OperationCanceledException)
        {
            // Typed on; the next search answers.
        }
        catch (QueryTimeoutException slow)
        {
            _busy = false;
            Log.LogWarning(slow, "The search for customers was stopped, store {Store}", Scope.Id);
        }
    }

    private List<Hit> Pages(string text) =>
    [
        .. Entries.Where(e => Scope.Allows(e.Minimum)).OrderBy(e => e.Group).ThenBy(e => e.Order)
            .Select(e => new Hit(Texts.Create(e.Text)[e.Key], e.Path, false))
            .Where(h => h.Name.Contains(text, StringComparison.CurrentCultureIgnoreCase)),
    ];

    private Task KeyAsync(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown":
                _at = Math.Min(_at + 1, Math.Max(_hits.Count - 1, 0));
                break;
            case "ArrowUp":
                _at = Math.Max(_at - 1, 0);
                break;
            case "Enter" when _at < _hits.Count:
                return GoAsync(_hits[_at]);
        }

        return Task.CompletedTask;
    }

    private async Task GoAsync(Hit hit)
    {
        await Script.InvokeVoidAsync("bdShell.close", _dialog);
        Navigation.NavigateTo(StoreAddress.Of(Scope.Id.Value, hit.Path, Navigation.Uri));
    }

    private sealed record Hit(string Name, string Path, bool IsCustomer);
}
