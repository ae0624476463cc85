using System.Security.Claims;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BehaviorDashboard.Features.Members;

/// <summary>The members of one store, their roles, and the way in for new ones.</summary>
public sealed partial class MembersPage : RoomPage
{
    private static readonly string[] Fields = ["name", "email", "password"];
    private static readonly MemberRole[] Roles = [MemberRole.Viewer, MemberRole.Marketer, MemberRole.Owner, MemberRole.Admin];

    private PanelState<IReadOnlyList<StoreMember>> _members = PanelState<IReadOnlyList<StoreMember>>.Loading;
    private IReadOnlyList<Problem> _problems = [];
    private NewMember _draft = new("", "", "");
    private MemberRole _role = MemberRole.Viewer;
    private Problem? _refused;
    private StoreMember? _removed;
    private AddedMember? _added;
    private Guid _actor;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private MembersQuery Query { get; set; } = null!;

    private string? Sentence => !_members.IsReady ? null
        : _members.Value.Count == 1 ? T["Sentence.one", Scope.Name].Value
        : T["Sentence", NumberFormat.Exact(_members.Value.Count), Scope.Name, NumberFormat.Exact(_members.Value.Count(m => m.Role == MemberRole.Admin))].Value;

    protected override async Task LoadAsync()
    {
        _actor = Guid.TryParse((await Authentication).User.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : Guid.Empty;
        _members = await AskAsync(ct => Query.ListAsync(Scope.Id, ct));
    }

    private async Task AddAsync()
    {
        Clear();
        var added = await Query.AddAsync(Scope.Id, _actor, _draft, _role, PageGone);
        _problems = added.Problems;
        _refused = added.Problems.FirstOrDefault(p => p.Field is null);
        if (added.Succeeded)
        {
            (_added, _draft, _role) = (added.Value, new("", "", ""), MemberRole.Viewer);
            await ReloadAsync();
        }
    }

    private async Task ChangeRoleAsync(StoreMember member, ChangeEventArgs change)
    {
        Clear();
        var outcome = await Query.ChangeRoleAsync(Scope.Id, _actor, member.Id, Enum.Parse<MemberRole>((string)change.Value!), PageGone);
        _refused = outcome.Problems.FirstOrDefault();
        await ReloadAsync();
    }

    private async Task RemoveAsync(StoreMember member)
    {
        Clear();
        var outcome = await Query.RemoveAsync(Scope.Id, _actor, member.Id, PageGone);
        _refused = outcome.Problems.FirstOrDefault();
        _removed = outcome.Succeeded ? member with { Role = outcome.Value } : null;
        await ReloadAsync();
    }

    private async Task PutBackAsync(StoreMember member)
    {
        Clear();
        _refused = (await Query.PutBackAsync(Scope.Id, _actor, member.Id, member.Role, PageGone)).Problems.FirstOrDefault();
        await ReloadAsync();
    }

    private void Clear() => (_problems, _refused, _removed, _added) = ([], null, null, null);

    private void Take(string field, ChangeEventArgs change)
    {
        var text = change.Value as string ?? "";
        _draft = field switch
        {
            "name" => _draft with { Name = text },
            "email" => _draft with { Email = text },
            _ => _draft with { Password = text },
        };
    }

    private string Draft(string field) => field switch
    {
        "name" => _draft.Name,
        "email" => _draft.Email,
        _ => _draft.Password,
    };

    private static string TypeOf(string field) => field switch
    {
        "name" => "text",
        var other => other,
    };

    private string? HintOf(string field) => field == "password" ? T["Add.hint", Query.MinimumPassword].Value : null;

    private string? ErrorOf(string field) => _problems.FirstOrDefault(p => p.Field == field) is { } problem ? Words(problem) : null;

    private string Words(Problem problem) => T[$"Problem.{problem.Code}", problem.Arguments];
}
