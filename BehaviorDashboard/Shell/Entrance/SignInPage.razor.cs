using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace BehaviorDashboard.Shell.Entrance;

/// <summary>Sign-in by e-mail address and password. The answer to a wrong pair does not say which half was wrong.</summary>
public sealed partial class SignInPage : ComponentBase
{
    private string? _refused;

    [SupplyParameterFromForm(FormName = "sign-in")]
    private Entry? Input { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private SignInManager<Member> SignIn { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override void OnInitialized()
    {
        Input ??= new Entry();
        if (HttpMethods.IsGet(Http.Request.Method) && Http.User.Identity is { IsAuthenticated: true })
        {
            Navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
        }
    }

    private async Task SignInAsync()
    {
        var result = await SignIn.PasswordSignInAsync((Input!.Email ?? "").Trim(), Input.Password ?? "", Input.Remember, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            Navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
            return;
        }

        _refused = result.IsLockedOut ? T["SignIn.locked"] : T["SignIn.wrong"];
    }

    private sealed class Entry
    {
        public string? Email { get; set; }

        public string? Password { get; set; }

        public bool Remember { get; set; }
    }
}
