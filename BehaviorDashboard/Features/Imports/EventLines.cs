using System.Globalization;
using System.Text;
using System.Text.Json;
using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Imports;

/// <summary>The machine format: one JSON object per line.</summary>
internal sealed class EventLinesProfile : ImportProfile
{
    public override string Code => EventLines.ProfileCode;

    public override bool CountsOrders => false;

    public override bool Fits(IReadOnlySet<string> names) => false;

    public override Dictionary<ImportField, int> Map(IReadOnlyList<string> headers) => [];

    public override IReadOnlyList<ImportField> MissingFrom(IReadOnlyDictionary<ImportField, int> columns) => [];

    public override RowReader CreateReader(ImportPlan plan) => new EventLines(plan);
}

/// <summary>Reads lines of the machine format. Keys that have no column stay in the properties.</summary>
internal sealed class EventLines(ImportPlan plan) : RowReader
{
    public const string ProfileCode = "events";
    public const string CustomerUpdated = "Customer Updated";

    private readonly RowContext _context = new(plan);
    private readonly JsonEvent _json = new();

    private RowStep[] Way => field ??=
    [
        new("map", Map),
        new("time", row => row.Time(_json.Time)),
        new("kind", Kind),
        new("money", Money),
        new("identity", Identity),
        new("checks", row => Steps.Currency(row.Row, row.Plan.Currency)),
    ];

    public override void Read(CsvReader record, RowSink sink)
    {
        var row = sink.Next();
        _context.Start(record, row);
        foreach (var step in Way)
        {
            var reason = step.Run(_context);
            if (reason != RejectReason.None)
            {
                sink.Refuse(record.Line, reason, record.Raw);
                return;
            }
        }

        if (!row.IdGiven)
        {
            row.Id = _context.ContentKey();
        }

        if (row.Name == CustomerUpdated && row.Customer is { } customer && TraitsOf(customer, row.Properties) is { } traits)
        {
            sink.Add(traits);
        }

        sink.Emit(_context.LineValue);
    }

    private RejectReason Map(RowContext row) => _json.Read(row) ? _json.Fault : RejectReason.NotJson;

    private RejectReason Kind(RowContext row)
    {
        if (_json.Event.IsEmpty)
        {
            return RejectReason.NoEvent;
        }

        row.Row.Kind = row.Named(_json.Event, out var name);
        row.Row.Name = name;
        return RejectReason.None;
    }

    private static RejectReason Money(RowContext row)
    {
        long line = 0;
        var reason = Steps.NetValue(row.Row, row.StatedValue, ref line);
        row.LineValue = row.Row.Kind is EventKind.Purchase or EventKind.Refund or EventKind.Cancel ? line : 0;
        return reason;
    }

    private static RejectReason Identity(RowContext row) =>
        row.Row.Customer is null && row.Row.Anonymous is null ? RejectReason.NoIdentity : RejectReason.None;

    private static CustomerTraits? TraitsOf(string customer, string? properties)
    {
        if (properties is null)
        {
            return null;
        }

        using var parsed = JsonDocument.Parse(properties);
        var root = parsed.RootElement;
        return new CustomerTraits(customer, Text("name"), Text("email"), Text("phone"), Text("country"), Flag("marketing_consent"), Flag("profiling_consent"));

        string? Text(string key) => root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
        bool? Flag(string key) => root.TryGetProperty(key, out var value) ? value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String => GenericProfile.YesNo(value.GetString()),
            _ => null,
        } : null;
    }
}

/// <summary>One parsed line; the row's own columns are filled while reading, the rest is held for the steps that follow.</summary>
internal sealed class JsonEvent
{
    private readonly char[] _time = new char[64];
    private readonly char[] _event = new char[512];
    private int _timeLength;
    private int _eventLength;
    private byte[] _utf8 = new byte[4096];
    private char[] _chars = new char[1024];
    private StringBuilder? _others;

    public ReadOnlySpan<char> Time => _time.AsSpan(0, _timeLength);

    public ReadOnlySpan<char> Event => _event.AsSpan(0, _eventLength);

    public RejectReason Fault { get; private set; }

    /// <summary>False: the line is not one JSON object.</summary>
    public bool Read(RowContext row)
    {
        var line = row.Record.Raw.Trim().TrimStart('\uFEFF');
        _timeLength = _eventLength = 0;
        _others?.Clear();
        Fault = RejectReason.None;
        row.Row.Quantity = 1;
        if (_utf8.Length < line.Length * 3)
        {
            _utf8 = new byte[line.Length * 3];
        }

        var reader = new Utf8JsonReader(_utf8.AsSpan(0, Encoding.UTF8.GetBytes(line, _utf8)));
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                Property(ref reader, row);
            }

            // A second value behind the object throws here.
            var whole = reader.TokenType == JsonTokenType.EndObject && !reader.Read();
            JoinOthers(row.Row);
            return whole;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // Text with half a surrogate pair cannot become a string.
            Fault = RejectReason.Unreadable;
            return true;
        }
    }

    private void Property(ref Utf8JsonReader reader, RowContext row)
    {
        var target = row.Row;
        var key = KeyOf(reader.ValueSpan);
        var unknown = key == Key.Other ? reader.GetString() : null;
        reader.Read();
        switch (key)
        {
            case Key.Id:
                if (Chars(ref reader) is { IsEmpty: false } id)
                {
                    target.Id = EventRow.KeyOf(id.ToString());
                    target.IdGiven = true;
                }

                break;
            case Key.Customer: target.Customer = row.Own(ImportField.Customer, Chars(ref reader)); break;
            case Key.Anonymous: target.Anonymous = row.Own(ImportField.Anonymous, Chars(ref reader)); break;
            case Key.Time: Hold(Chars(ref reader), _time, ref _timeLength); break;
            case Key.Event: Hold(Chars(ref reader), _event, ref _eventLength); break;
            case Key.Product: target.Product = row.Pooled(Chars(ref reader)); break;
            case Key.ProductName: target.ProductName = row.Pooled(Chars(ref reader)); break;
            case Key.Category: target.Category = row.Pooled(Chars(ref reader)); break;
            case Key.Brand: target.Brand = row.Pooled(Chars(ref reader)); break;
            case Key.Order: target.Order = row.Own(ImportField.Order, Chars(ref reader)); break;
            case Key.Cart: target.Cart = row.Own(ImportField.Cart, Chars(ref reader)); break;
            case Key.Session: target.Session = row.Own(ImportField.Session, Chars(ref reader)); break;
            case Key.Currency: target.Currency = row.Pooled(Chars(ref reader)); break;
            case Key.Channel: target.Channel = row.Pooled(Chars(ref reader)); break;
            case Key.Campaign: target.Campaign = row.Pooled(Chars(ref reader)); break;
            case Key.Device: target.Device = row.Pooled(Chars(ref reader)); break;
            case Key.Page: target.Page = row.Pooled(Chars(ref reader)); break;
            case Key.Search: target.Search = row.Pooled(Chars(ref reader)); break;
            case Key.Coupon: target.Coupon = row.Pooled(Chars(ref reader)); break;
            case Key.Review: target.Review = row.Own(ImportField.Review, Chars(ref reader)); break;
            case Key.Price: target.Price = Amount(Chars(ref reader)); break;
            case Key.Discount: target.Discount = Math.Abs(Amount(Chars(ref reader))); break;
            case Key.Value:
                if (Chars(ref reader) is { IsEmpty: false } value)
                {
                    row.StatedValue = Amount(value);
                }

                break;
            case Key.Quantity: Blame(NumberText.Quantity(Chars(ref reader), false, 1, out var quantity)); target.Quantity = quantity; break;
            case Key.Rating: target.Rating = double.TryParse(Chars(ref reader), NumberStyles.Float, CultureInfo.InvariantCulture, out var stars) && stars is >= 1 and <= 5 ? (byte)Math.Round(stars) : (byte)0; break;
            case Key.Properties when reader.TokenType == JsonTokenType.StartObject: target.Properties = Slice(ref reader); break;
            case Key.Properties: reader.Skip(); break;
            default: Keep(unknown!, ref reader); break;
        }
    }

    // Any scalar as text: clients send numbers as ids and ids as numbers. Empty for null, objects and arrays.
    private ReadOnlySpan<char> Chars(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                if (_chars.Length < reader.ValueSpan.Length)
                {
                    _chars = new char[reader.ValueSpan.Length * 2];
                }

                return _chars.AsSpan(0, reader.CopyString(_chars)).Trim();
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                if (_chars.Length < reader.ValueSpan.Length)
                {
                    _chars = new char[reader.ValueSpan.Length * 2];
                }

                return _chars.AsSpan(0, Encoding.UTF8.GetChars(reader.ValueSpan, _chars));
            default:
                reader.Skip();
                return default;
        }
    }

    private long Amount(ReadOnlySpan<char> text)
    {
        Blame(NumberText.Amount(text, false, out var scaled));
        return scaled;
    }

    private void Blame(RejectReason reason) => Fault = Fault == RejectReason.None ? reason : Fault;

    private static void Hold(ReadOnlySpan<char> text, char[] target, ref int length)
    {
        length = Math.Min(text.Length, target.Length);
        text[..length].CopyTo(target);
    }

    private string Slice(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Encoding.UTF8.GetString(_utf8, start, (int)reader.BytesConsumed - start);
    }

    private void Keep(string name, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        _others ??= new StringBuilder();
        _others.Append(_others.Length > 0 ? "," : "").Append('"').Append(JsonEncodedText.Encode(name)).Append("\":").Append(Encoding.UTF8.GetString(_utf8, start, (int)reader.BytesConsumed - start));
    }

    private void JoinOthers(EventRow row)
    {
        if (_others is not { Length: > 0 })
        {
            return;
        }

        var inner = row.Properties is { } properties ? properties.Trim()[1..^1].Trim() : "";
        row.Properties = inner.Length > 0 ? $"{{{inner},{_others}}}" : $"{{{_others}}}";
    }

    private enum Key
    {
        Other,
        Id,
        Customer,
        Anonymous,
        Time,
        Event,
        Product,
        ProductName,
        Category,
        Brand,
        Order,
        Cart,
        Session,
        Price,
        Value,
        Discount,
        Quantity,
        Currency,
        Channel,
        Campaign,
        Device,
        Page,
        Search,
        Coupon,
        Rating,
        Review,
        Properties,
    }

    private static readonly Dictionary<string, Key> Keys = Enum.GetValues<Key>().Where(k => k != Key.Other).ToDictionary(k => k == Key.ProductName ? "product_name" : k.ToString().ToLowerInvariant());
    private static readonly Dictionary<string, Key>.AlternateLookup<ReadOnlySpan<char>> KeyLookup = Keys.GetAlternateLookup<ReadOnlySpan<char>>();

    private static Key KeyOf(ReadOnlySpan<byte> name)
    {
        Span<char> chars = stackalloc char[16];
        return name.Length <= chars.Length && Encoding.ASCII.TryGetChars(name, chars, out var length) ? KeyLookup.TryGetValue(chars[..length], out var key) ? key : Key.Other : Key.Other;
    }
}
