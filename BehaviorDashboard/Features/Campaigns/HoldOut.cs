using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>
/// Who is left alone. The first eight bytes of SHA-256 over store salt, campaign key (a suggestion's id, an audience's name) and customer id,
/// as a share of their range: the same on every machine and at every time, without keeping a list, and independent between campaigns and stores.
/// </summary>
public static class HoldOut
{
    public static bool Contains(string salt, string campaign, string customer, double share) => Place(salt, campaign, customer) < share;

    /// <returns>Uniform over [0, 1).</returns>
    public static double Place(string salt, string campaign, string customer)
    {
        // A unit separator stands in none of the parts, so no two triples read alike.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{salt}\u001f{campaign}\u001f{customer}"));
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }
}
