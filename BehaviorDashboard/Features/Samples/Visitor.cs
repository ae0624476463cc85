using System.Globalization;
using System.Text;

namespace BehaviorDashboard.Features.Samples;

/// <summary>One person's pen: knows the fragments that name them, numbers their events, orders, carts and sessions, and never writes past the world's end.</summary>
internal sealed class Visitor
{
    private static readonly string[] Devices = ["mobile", "desktop", "tablet"];
    private static readonly double[] DeviceTotals = SampleDice.Cumulate([0.62, 0.32, 0.06]);

    private readonly EventLines _lines;
    private readonly DateTime _last;
    private readonly byte[] _number;
    private readonly byte[] _known;
    private readonly byte[] _anonymous;
    private byte[] _session = [];
    private int _events;
    private int _sessions;

    private Visitor(EventLines lines, SampleYear year, string number, bool known)
    {
        (_lines, _last) = (lines, year.LastInstant);
        _number = Encoding.UTF8.GetBytes(number);
        _known = Encoding.UTF8.GetBytes($"\"customer\":\"c{number}\"");
        _anonymous = Encoding.UTF8.GetBytes($"\"anonymous\":\"a{number}\"");
        SignedIn = known;
    }

    public static Visitor Customer(EventLines lines, SampleYear year, int number) => new(lines, year, number.ToString(CultureInfo.InvariantCulture), true);

    public static Visitor Anonymous(EventLines lines, SampleYear year, int number) => new(lines, year, string.Create(CultureInfo.InvariantCulture, $"v{number}"), false);

    public bool SignedIn { get; set; }

    public int Orders { get; private set; }

    public int Carts { get; private set; }

    public EventLines Lines => _lines;

    public int NewOrder() => ++Orders;

    public int NewCart() => ++Carts;

    public void OpenSession(SampleDice dice, string channel)
    {
        var device = Devices[dice.Index(DeviceTotals)];
        _session = Encoding.UTF8.GetBytes($",\"session\":\"s{Encoding.UTF8.GetString(_number)}-{++_sessions}\",\"channel\":\"{channel}\",\"device\":\"{device}\"");
    }

    /// <summary>Opens an event of the current session. An instant past the end of the world becomes the world's last second.</summary>
    public EventLines InSession(DateTime utc, ReadOnlySpan<byte> name)
    {
        Begin(utc > _last ? _last : utc, name, SignedIn ? _known : _anonymous);
        _lines.Fragment(_session);
        return _lines;
    }

    /// <summary>Opens an event of a known customer outside any session; false, and nothing written, if it would lie past the end of the world.</summary>
    public bool TryOutside(DateTime utc, ReadOnlySpan<byte> name)
    {
        if (utc > _last)
        {
            return false;
        }

        Begin(utc, name, _known);
        return true;
    }

    /// <summary>The event that tells who an anonymous visitor is: it carries both names.</summary>
    public void SignIn(DateTime utc)
    {
        SignedIn = true;
        InSession(utc, "Signed In"u8);
        _lines.Fragment(","u8);
        _lines.Fragment(_anonymous);
        _lines.End();
    }

    public void OrderName(int order) => _lines.Name("order"u8, (byte)'o', _number, order);

    public void CartName(int cart) => _lines.Name("cart"u8, (byte)'k', _number, cart);

    private void Begin(DateTime utc, ReadOnlySpan<byte> name, byte[] who) => _lines.Begin(_number, ++_events, who, utc, name);
}
