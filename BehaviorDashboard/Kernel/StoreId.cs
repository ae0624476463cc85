using System.Text.RegularExpressions;

namespace BehaviorDashboard.Kernel;

/// <summary>
/// Names one merchant's store: a short, lower-case word such as <c>demo</c> or <c>north-shop</c>, fixed at creation.
/// It is the folder of the store's facts and the <c>{store}</c> of every address, so it holds nothing but
/// a-z, 0-9 and inner hyphens, 1 to 40 characters.
/// </summary>
public readonly partial record struct StoreId
{
    private readonly string? _value;

    /// <exception cref="ArgumentException">The text is not a legal store name; see <see cref="TryParse"/>.</exception>
    public StoreId(string value) =>
        _value = Legal().IsMatch(value) ? value : throw new ArgumentException($"'{value}' is not a store name: a-z, 0-9 and inner hyphens, 1 to 40 characters.", nameof(value));

    public string Value => _value ?? throw new InvalidOperationException("An empty StoreId names no store.");

    public static bool TryParse(string? text, out StoreId store)
    {
        var legal = text is not null && Legal().IsMatch(text);
        store = legal ? new StoreId(text!) : default;
        return legal;
    }

    public override string ToString() => _value ?? "";

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?\z")]
    private static partial Regex Legal();
}
