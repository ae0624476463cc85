using System.Globalization;
using System.Net;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace BehaviorDashboard.Shell.Entrance;

/// <summary>
/// Makes the first member and the first store. Somebody at another machine proves with the console's code that the
/// installation is theirs; a name other than localhost or a proxy's header counts as another machine.
/// </summary>
public sealed partial class FirstRunPage : ComponentBase
{
    private static readonly string[] Forwarded = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

    private IReadOnlyList<Problem> _problems = [];
    private string? _existing;

    [SupplyParameterFromForm(FormName = "first-run")]
    private Entry? Input { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private FirstRun Run { get; set; } = null!;

    [Inject]
    private FirstRunCode Code { get; set; } = null!;

    [Inject]
    private StoreDirectory Stores { get; set; } = null!;

    [Inject]
    private UserManager<Member> Members { get; set; } = null!;

    [Inject]
    private SignInManager<Member> SignIn { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private static IReadOnlyList<(string Value, string Text)> Currencies => [.. StoreChoices.Currencies.Select(c => (c, c))];

    private static IReadOnlyList<(string Value, string Text)> TimeZones => [.. StoreChoices.TimeZones.Select(z => (z, z))];

    private bool NeedsCode => !(Http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && (Http.Request.Host.Host is "localhost" || (IPAddress.TryParse(Http.Request.Host.Host, out var named) && IPAddress.IsLoopback(named)))
        && !Forwarded.Any(Http.Request.Headers.ContainsKey));

    private int MinimumPassword => Members.Options.Password.RequiredLength;

    protected override async Task OnInitializedAsync()
    {
        Input ??= new Entry { Language = StoreRules.Languages.FirstOrDefault(l => l == CultureInfo.CurrentUICulture.Name) ?? StoreRules.Languages[0] };
        if (await Run.IsDoneAsync(Http.RequestAborted))
        {
            Navigation.NavigateTo("/sign-in");
            return;
        }

        _existing = (await Stores.ListAsync(Http.RequestAborted)).FirstOrDefault()?.Name;
    }

    private async Task CreateAsync()
    {
        if (NeedsCode && !Code.Check(Input!.Code))
        {
            _problems = [new Problem("firstrun.code", "The code is not the one that the console printed.", "code")];
            return;
        }

        var member = new NewMember(Input!.Name ?? "", Input.Email ?? "", Input.Password ?? "");
        var store = _existing is null ? new NewStore(Input.Store ?? "", Input.Currency ?? "", Input.TimeZone ?? "", Input.Language ?? "") : null;
        var made = await Run.CompleteAsync(member, store, Members, Http.RequestAborted);
        if (!made.Succeeded)
        {
            _problems = [.. made.Problems.Select(p => p.Code == "store.name" ? p with { Field = "store" } : p)];
            return;
        }

        var entity = await Members.FindByEmailAsync(member.Email.Trim()) ?? throw new InvalidOperationException("The first member was stored and is not there.");
        await SignIn.SignInAsync(entity, isPersistent: false);
        if (!Languages.IsChosen(Http))
        {
            Languages.Remember(Http, made.Value.Language);
        }

        Navigation.NavigateTo($"/s/{made.Value.Id}/overview");
    }

    private string? ErrorOf(string field) => _problems.FirstOrDefault(p => p.Field == field) is { } problem ? Words(problem) : null;

    private string Words(Problem problem) => T[$"Problem.{problem.Code}", problem.Arguments];

    private sealed class Entry
    {
        public string? Code { get; set; }

        public string? Name { get; set; }

        public string? Email { get; set; }

        public string? Password { get; set; }

        public string? Store { get; set; }

        public string? Currency { get; set; } = "EUR";

        public string? TimeZone { get; set; } = "UTC";

        public string? Language { get; set; }
    }
}
