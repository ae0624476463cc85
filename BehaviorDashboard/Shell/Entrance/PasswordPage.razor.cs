using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace BehaviorDashboard.Shell.Entrance;

/// <summary>A member's own password: the first one was chosen by whoever added them.</summary>
public sealed partial class PasswordPage : ComponentBase
{
    private string? _wrong;
    private string? _weak;
    private bool _changed;

    [SupplyParameterFromForm(FormName = "password")]
    private Entry? Input { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private UserManager<Member> Members { get; set; } = null!;

    [Inject]
    private SignInManager<Member> SignIn { get; set; } = null!;

    private int MinimumPassword => Members.Options.Password.RequiredLength;

    protected override void OnInitialized() => Input ??= new Entry();

    private async Task ChangeAsync()
    {
        var member = await Members.GetUserAsync(Http.User) ?? throw new InvalidOperationException("The signed-in member does not exist any more.");
        if ((await MemberRules.CheckPasswordAsync(Input!.New ?? "", Members)).Count > 0)
        {
            _weak = T["Problem.member.password", MinimumPassword];
            return;
        }

        var result = await Members.ChangePasswordAsync(member, Input.Current ?? "", Input.New!);
        _changed = result.Succeeded;
        _wrong = _changed ? null : T["Password.wrong"].Value;
        if (_changed)
        {
            await SignIn.RefreshSignInAsync(member);
        }
    }

    private sealed class Entry
    {
        public string? Current { get; set; }

        public string? New { get; set; }
    }
}
