using System.Security.Cryptography;
using System.Text;

namespace BehaviorDashboard.Workspace;

/// <summary>
/// The one-time code that the console prints while nobody can sign in yet. Who opens the first-run page from another machine
/// must know it: otherwise the first visitor from the network would own the installation.
/// </summary>
public sealed class FirstRunCode
{
    /// <summary>After so many wrong codes none is right until the server starts again.</summary>
    public const int MostAttempts = 10;

    // Without letters and digits that look alike.
    private const string Letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private readonly Lock _gate = new();
    private string? _code;
    private int _wrong;

    /// <summary>Makes the code, once; later calls return the same one.</summary>
    public string Issue()
    {
        lock (_gate)
        {
            return _code ??= RandomNumberGenerator.GetString(Letters, 5) + "-" + RandomNumberGenerator.GetString(Letters, 5);
        }
    }

    public bool Check(string? typed)
    {
        lock (_gate)
        {
            if (_code is null || _wrong >= MostAttempts)
            {
                return false;
            }

            var right = CryptographicOperations.FixedTimeEquals(Bytes(typed ?? ""), Bytes(_code));
            _wrong += right ? 0 : 1;
            return right;
        }
    }

    private static byte[] Bytes(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code.Replace("-", "", StringComparison.Ordinal).Trim().ToUpperInvariant()));
}
