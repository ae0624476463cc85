namespace BehaviorDashboard.Features.Imports;

/// <summary>How much of a refused row is kept to recognise it by.</summary>
internal static class RefusedText
{
    public const int Longest = 1_000;

    public static string Of(ReadOnlySpan<char> raw) => raw.Length <= Longest ? raw.ToString() : string.Concat(raw[..Longest], " …");
}
