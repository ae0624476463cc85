using System.Text.RegularExpressions;
using System.Xml.Linq;
using BehaviorDashboard.Tests.Support;

namespace BehaviorDashboard.Tests.Architecture;

/// <summary>Both languages hold the same keys, every key that a source asks for exists, and none lies unused.</summary>
public sealed partial class TextTests
{
    private static readonly Dictionary<string, string> Code = Sources.Files(".cs", ".razor")
        .GroupBy(f => f.EndsWith(".razor.cs", StringComparison.Ordinal) ? f[..^3] : f)
        .ToDictionary(g => g.Key, g => string.Join('\n', g.Order(StringComparer.Ordinal).Select(File.ReadAllText)));

    private static readonly List<(string Marker, string File, Dictionary<string, string> Texts)> English =
        [.. Sources.Files(".resx").Where(f => !f.EndsWith(".zh-Hans.resx", StringComparison.Ordinal)).Select(f => (Path.GetFileNameWithoutExtension(f), f, Read(f)))];

    [Fact]
    public void Texts_BothLanguages_HoldTheSameKeysAndPlaceholders()
    {
        Assert.NotEmpty(English);
        var wrong = new List<string>();
        foreach (var (marker, file, texts) in English)
        {
            var chinese = Read(Path.ChangeExtension(file, null) + ".zh-Hans.resx");
            wrong.AddRange(texts.Keys.Except(chinese.Keys).Select(k => $"{marker}: '{k}' has no Chinese text"));
            wrong.AddRange(chinese.Keys.Except(texts.Keys).Select(k => $"{marker}: '{k}' has no English text"));
            wrong.AddRange(texts.Where(t => string.IsNullOrWhiteSpace(t.Value)).Select(t => $"{marker}: '{t.Key}' is empty"));
            wrong.AddRange(chinese.Where(t => string.IsNullOrWhiteSpace(t.Value)).Select(t => $"{marker}: '{t.Key}' is empty in Chinese"));
            wrong.AddRange(texts.Where(t => chinese.TryGetValue(t.Key, out var zh) && !Places(zh).IsSubsetOf(Places(t.Value))).Select(t => $"{marker}: '{t.Key}' fills other places in Chinese"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Texts_EveryKeyThatASourceAsksFor_Exists()
    {
        var wrong = new List<string>();
        var asked = 0;
        foreach (var (file, code) in Code)
        {
            foreach (Match declared in Localizer().Matches(code))
            {
                var texts = English.SingleOrDefault(e => e.Marker == declared.Groups[1].Value).Texts;
                if (texts is null)
                {
                    wrong.Add($"{Short(file)}: {declared.Groups[1].Value} has no resources");
                    continue;
                }

                foreach (Match use in Regex.Matches(code, $@"(?<![\w.]){Regex.Escape(declared.Groups[2].Value)}\[(\$?)""([^""{{]*)"))
                {
                    asked++;
                    var (interpolated, key) = (use.Groups[1].Length > 0, use.Groups[2].Value);
                    if (interpolated ? !key.EndsWith('.') || !texts.Keys.Any(k => k.StartsWith(key, StringComparison.Ordinal)) : !texts.ContainsKey(key))
                    {
                        wrong.Add($"{Short(file)}: {declared.Groups[1].Value} has no '{key}'");
                    }
                }
            }
        }

        Assert.True(asked > 20, "The test found hardly any use of a text: is it looking at the right sources?");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
    }

    [Fact]
    public void Texts_EveryKey_IsUsed()
    {
        var unused = new List<string>();
        foreach (var (marker, file, texts) in English)
        {
            var folder = Path.GetDirectoryName(file)!;
            var readers = string.Join('\n', Code.Where(c => Path.GetDirectoryName(c.Key) == folder || Regex.IsMatch(c.Value, $@"\b{marker}\b")).Select(c => c.Value));
            // An attribute may hold a key in quotes of its own, which pairs of quotes alone would read inside out.
            var literals = Literal().Matches(readers).Concat(Indexed().Matches(readers)).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
            var prefixes = Prefix().Matches(readers).Select(m => m.Groups[1].Value).Distinct().ToList();
            unused.AddRange(texts.Keys.Where(k => !literals.Contains(k) && !prefixes.Exists(p => k.StartsWith(p, StringComparison.Ordinal))).Select(k => $"{marker}: '{k}'"));
        }

        Assert.True(unused.Count == 0, string.Join('\n', unused));
    }

    private static Dictionary<string, string> Read(string file) => File.Exists(file)
        ? XDocument.Load(file).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value)
        : [];

    private static HashSet<string> Places(string text) => [.. Placeholder().Matches(text).Select(m => m.Groups[1].Value)];

    private static string Short(string file) => Path.GetRelativePath(Sources.Product, file);

    [GeneratedRegex(@"IStringLocalizer<(\w+)>\s+(\w+)")]
    private static partial Regex Localizer();

    [GeneratedRegex("\"([^\"\\\\\n]{1,120})\"")]
    private static partial Regex Literal();

    [GeneratedRegex("\\w\\[\"([^\"{]+)\"")]
    private static partial Regex Indexed();

    [GeneratedRegex(@"\$""(\w[\w.]*\.)\{")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"\{(\d+)(?::[^}]*)?\}")]
    private static partial Regex Placeholder();
}
