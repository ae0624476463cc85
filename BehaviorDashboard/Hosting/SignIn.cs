using System.Security.Claims;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Hosting;

/// <summary>Members sign in with a cookie, programs with a key; everything that is not said to be public needs one of the two.</summary>
internal static class SignIn
{
    private const string Either = "Either";

    public static void AddSignIn(this IServiceCollection services, DataFolder folder)
    {
        services.AddDataProtection().SetApplicationName("BehaviorDashboard").PersistKeysToFileSystem(Directory.CreateDirectory(folder.KeysFolder));
        services.AddSingleton<LocalOperatorKey>();
        services.AddIdentityCore<Member>(Rules).AddWorkspaceStores().AddSignInManager().AddClaimsPrincipalFactory<MemberClaims>();
        var authentication = services.AddAuthentication(o => o.DefaultScheme = Either);
        authentication.AddPolicyScheme(Either, null, o => o.ForwardDefaultSelector = context => KeyAuthentication.IsMeant(context) ? KeyAuthentication.SchemeName : IdentityConstants.ApplicationScheme);
        authentication.AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null);
        authentication.AddIdentityCookies();
        services.ConfigureApplicationCookie(Cookie);
        services.Configure<AuthenticationOptions>(o => o.DefaultSignInScheme = IdentityConstants.ApplicationScheme);
        services.AddAuthorization(StoreAccess.AddPolicies);
        services.AddSingleton<IAuthorizationHandler, StoreAccess>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, MemberRevalidation>();
    }

    private static void Rules(IdentityOptions options)
    {
        // Length is what makes a password hard to guess; rules about signs make it hard to remember (NIST SP 800-63B).
        options.Password.RequiredLength = 10;
        options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
        options.Password.RequiredUniqueChars = 4;
        options.User.RequireUniqueEmail = true;
        options.Lockout.MaxFailedAccessAttempts = 8;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
    }

    private static void Cookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "bd.member";
        options.Cookie.HttpOnly = true;
        // Never sent along with a request that another site starts, except following a link.
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.LoginPath = "/sign-in";
        options.AccessDeniedPath = "/denied";
        options.ExpireTimeSpan = TimeSpan.FromDays(14);
        options.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
    }

    // A program wants a status, not a form.
    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (!IsForPrograms(context.Request.Path))
        {
            context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        }

        return status == StatusCodes.Status401Unauthorized
            ? context.HttpContext.ChallengeAsync(KeyAuthentication.SchemeName)
            : context.HttpContext.ForbidAsync(KeyAuthentication.SchemeName);
    }

    private static bool IsForPrograms(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/openapi");
}

/// <summary>Adds the name that pages greet a member with.</summary>
internal sealed class MemberClaims(UserManager<Member> members, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<Member>(members, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Member user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(WorkspaceClaims.Name, user.DisplayName));
        return identity;
    }
}
