using System.Globalization;
using System.Security.Claims;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BehaviorDashboard.Features.Stores;

/// <summary>A further store. Its maker and the installation's admins are its first members.</summary>
public sealed partial class NewStorePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private readonly StoreFields _fields = new() { Language = StoreRules.Languages.FirstOrDefault(l => l == CultureInfo.CurrentUICulture.Name) ?? StoreRules.Languages[0] };
    private IReadOnlyList<Problem> _problems = [];
    private Guid _actor;
    private bool? _allowed;
    private bool _busy;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private StoresQuery Query { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _actor = Guid.TryParse((await Authentication).User.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : Guid.Empty;
        _allowed = await Query.MayCreateAsync(_actor, _gone.Token);
    }

    private async Task CreateAsync()
    {
        _busy = true;
        var created = await Query.CreateAsync(_actor, _fields.ToNew(), _gone.Token);
        (_busy, _problems) = (false, created.Problems);
        if (created.Succeeded)
        {
            Navigation.NavigateTo($"/s/{created.Value.Id}/overview");
        }
    }
}
