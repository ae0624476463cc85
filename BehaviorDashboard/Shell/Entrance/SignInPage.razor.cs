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
    private UserManager<Member> Members { get; set; } = null!;

    [Inject]
    private StoreDirectory Stores { get; set; } = null!;

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
            await SpeakAsync();
            Navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
            return;
        }

        _refused = result.IsLockedOut ? T["SignIn.locked"] : T["SignIn.wrong"];
    }

    // Who never chose a language reads the one of their store.
    private async Task SpeakAsync()
    {
        if (!Languages.IsChosen(Http) && await Members.FindByNameAsync(Input!.Email!.Trim()) is { } member
            && (await Stores.ListForMemberAsync(member.Id, Http.RequestAborted)) is [var first, ..])
        {
            Languages.Remember(Http, first.Store.Language);
        }
    }

    private sealed class Entry
    {
        public string? Email { get; set; }

        public string? Password { get; set; }

        public bool Remember { get; set; }
    }
}
