using System.Security.Claims;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BehaviorDashboard.Features.Stores;

/// <summary>What a store's people may change about it.</summary>
public sealed partial class StoreSettingsPage : RoomPage
{
    private PanelState<Store> _store = PanelState<Store>.Loading;
    private IReadOnlyList<Problem> _problems = [];
    private StoreFields _fields = new();
    private bool _saved;
    private bool _busy;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private StoresQuery Query { get; set; } = null!;

    protected override async Task LoadAsync()
    {
        _store = await AskAsync(async ct => await Query.FindAsync(Scope.Id, ct) ?? throw new InvalidOperationException($"The store {Scope.Id} is gone."));
        _fields = _store.IsReady ? StoreFields.Of(_store.Value) : _fields;
    }

    private async Task SaveAsync()
    {
        (_busy, _saved) = (true, false);
        var user = (await Authentication).User;
        var saved = await Query.UpdateAsync(Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!), _fields.ApplyTo(_store.Value), PageGone);
        (_busy, _saved, _problems) = (false, saved.Succeeded, saved.Problems);
        _store = saved.Succeeded ? PanelState<Store>.Ready(saved.Value) : _store;
    }
}
