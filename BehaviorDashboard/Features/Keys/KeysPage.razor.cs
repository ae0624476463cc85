using System.Security.Claims;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace BehaviorDashboard.Features.Keys;

/// <summary>The keys of one store. A new key is shown once and is never in the address, the log or the ledger.</summary>
public sealed partial class KeysPage : RoomPage
{
    private readonly HashSet<string> _scopes = [ApiScopes.Read];
    private PanelState<IReadOnlyList<ApiKey>> _keys = PanelState<IReadOnlyList<ApiKey>>.Loading;
    private IReadOnlyList<Problem> _problems = [];
    private IssuedKey? _issued;
    private Guid? _asked;
    private string _name = "";
    private bool _copied;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private KeysQuery Query { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    private IEnumerable<string> Offered => ApiScopes.All.Where(s => s != ApiScopes.Admin || Scope.Allows(MemberRole.Admin));

    private string? Sentence => !_keys.IsReady ? null
        : _keys.Value.Count(k => k.Revoked is null) is var open and > 0 ? T["Sentence", NumberFormat.Exact(open)].Value : T["Sentence.none"].Value;

    protected override async Task LoadAsync() => _keys = await AskAsync(ct => Query.ListAsync(Scope.Id, ct));

    private async Task CreateAsync()
    {
        var (actor, by) = await ActorAsync();
        var created = await Query.CreateAsync(Scope.Id, actor, by, _name, _scopes, PageGone);
        (_problems, _issued, _copied) = (created.Problems, created.Value, false);
        if (created.Succeeded)
        {
            _name = "";
            await ReloadAsync();
        }
    }

    private async Task RevokeAsync(ApiKey key)
    {
        var (actor, _) = await ActorAsync();
        _problems = (await Query.RevokeAsync(Scope.Id, actor, key.Id, PageGone)).Problems;
        _asked = null;
        await ReloadAsync();
    }

    private async Task CopyAsync()
    {
        // Browsers give the clipboard to safe addresses only; the key can still be marked and copied by hand.
        _copied = await Script.InvokeAsync<bool>("bdShell.copy", _issued!.PlainText);
    }

    private async Task<(Guid Id, string Name)> ActorAsync()
    {
        var user = (await Authentication).User;
        return (Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : Guid.Empty, user.FindFirstValue(WorkspaceClaims.Name) ?? "");
    }

    private void Toggle(string scope)
    {
        if (!_scopes.Remove(scope))
        {
            _scopes.Add(scope);
        }
    }

    private string Time(DateTimeOffset at) => NumberFormat.Time(Scope.Calendar.ToLocal(at.UtcDateTime));

    private string? ErrorOf(string field) => _problems.FirstOrDefault(p => p.Field == field) is { } problem ? Words(problem) : null;

    private string Words(Problem problem) => T[$"Problem.{problem.Code}", problem.Arguments];
}
