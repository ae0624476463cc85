using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Hosting;

/// <summary>The key of this process for command-line verbs on the same machine; null until the server listens.</summary>
public sealed class LocalOperatorKey
{
    public string? Value { get; set; }
}

/// <summary>Programs sign in with <c>Authorization: Bearer KEY</c>.</summary>
internal sealed class KeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeyLedger keys, LocalOperatorKey local)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Key";
    private const string Bearer = "Bearer ";

    public static bool IsMeant(HttpContext context) =>
        context.Request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsMeant(Context))
        {
            return AuthenticateResult.NoResult();
        }

        var plain = Request.Headers.Authorization.ToString()[Bearer.Length..].Trim();
        if (IsLocalOperator(plain))
        {
            return Ticket(new Claim(ClaimTypes.Name, "command line"), new Claim(WorkspaceClaims.LocalOperator, "1"));
        }

        return await keys.FindByKeyAsync(plain, Context.RequestAborted) is not { } key
            ? AuthenticateResult.Fail("The key is not known, or was revoked.")
            : Ticket(
            [
                new Claim(ClaimTypes.Name, "key " + key.Name),
                new Claim(WorkspaceClaims.KeyStore, key.Store.Value),
                .. key.Scopes.Select(s => new Claim(WorkspaceClaims.KeyScope, s)),
            ]);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Refuse(StatusCodes.Status401Unauthorized, "auth.key", "Send a key of the store as Authorization: Bearer KEY. Owners make keys on the page Keys, or with the verb 'key create'.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Refuse(StatusCodes.Status403Forbidden, "auth.scope", "This key belongs to another store, or lacks the scope that this needs.");

    private Task Refuse(int status, string code, string message) => Workspace.Refusal.From(new Kernel.Problem(code, message), status).ExecuteAsync(Context);

    private bool IsLocalOperator(string plain) =>
        local.Value is { } key
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(plain), Encoding.UTF8.GetBytes(key))
        && Context.Connection.RemoteIpAddress is { } from && System.Net.IPAddress.IsLoopback(from);

    private static AuthenticateResult Ticket(params Claim[] claims) =>
        AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName)), SchemeName));
}
