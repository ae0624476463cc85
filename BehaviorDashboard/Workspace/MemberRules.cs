using BehaviorDashboard.Kernel;
using Microsoft.AspNetCore.Identity;

namespace BehaviorDashboard.Workspace;

/// <summary>Somebody who shall sign in with an e-mail address and a first password.</summary>
public sealed record NewMember(string Name, string Email, string Password);

/// <summary>What a member must be, for every door that makes one.</summary>
public static class MemberRules
{
    /// <summary>Checks without looking at who exists already; passwords by the rules that Identity was given.</summary>
    public static async Task<IReadOnlyList<Problem>> CheckAsync(NewMember member, UserManager<Member> members)
    {
        var problems = new List<Problem>();
        if (string.IsNullOrWhiteSpace(member.Name) || member.Name.Trim().Length > 100)
        {
            problems.Add(new Problem("member.name", "A member needs a name of 1 to 100 characters.", "name"));
        }

        if (!IsAddress(member.Email))
        {
            problems.Add(new Problem("member.email", "Enter an e-mail address such as ada@example.com.", "email"));
        }

        problems.AddRange(await CheckPasswordAsync(member.Password, members));
        return problems;
    }

    public static async Task<IReadOnlyList<Problem>> CheckPasswordAsync(string password, UserManager<Member> members)
    {
        var length = members.Options.Password.RequiredLength;
        foreach (var validator in members.PasswordValidators)
        {
            var result = await validator.ValidateAsync(members, new Member(), password);
            if (!result.Succeeded)
            {
                var told = string.Join(' ', result.Errors.Select(e => e.Description));
                return [new Problem("member.password", $"The password is too weak: {told}", "password", length)];
            }
        }

        return [];
    }

    internal static Member ToEntity(NewMember member, UserManager<Member> members)
    {
        var email = member.Email.Trim();
        var entity = new Member
        {
            Id = Guid.CreateVersion7(),
            DisplayName = member.Name.Trim(),
            UserName = email,
            NormalizedUserName = members.NormalizeName(email),
            Email = email,
            NormalizedEmail = members.NormalizeEmail(email),
            EmailConfirmed = true,
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            ConcurrencyStamp = Guid.NewGuid().ToString("N"),
        };
        entity.PasswordHash = members.PasswordHasher.HashPassword(entity, member.Password);
        return entity;
    }

    // Whether mail arrives is known only to the mail server; this refuses what cannot be an address at all.
    private static bool IsAddress(string? text)
    {
        var parts = (text ?? "").Trim().Split('@');
        return parts is [{ Length: > 0 }, { Length: > 0 }] && text!.Trim().Length <= 200 && !text.Trim().Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
    }
}
