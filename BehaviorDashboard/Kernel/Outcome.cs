namespace BehaviorDashboard.Kernel;

/// <summary>
/// A refusal that is expected: a stable <paramref name="Code"/> (for programs and for the resources that hold its sentence in each language),
/// an English <paramref name="Message"/> that says what to do, and the <paramref name="Field"/> it is about, where there is one.
/// </summary>
/// <param name="Arguments">Values that the localised sentence of the code takes, in order.</param>
public sealed record Problem(string Code, string Message, string? Field = null, params object[] Arguments);

/// <summary>Either a value or the problems that stand in its way. Exceptions stay for bugs.</summary>
public readonly record struct Outcome<T>
{
    private Outcome(T? value, IReadOnlyList<Problem> problems)
    {
        Value = value;
        Problems = problems;
    }

    public T? Value { get; }

    public IReadOnlyList<Problem> Problems { get; }

    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Value))]
    public bool Succeeded => Problems.Count == 0;

    public static implicit operator Outcome<T>(T value) => new(value, []);

    public static implicit operator Outcome<T>(Problem problem) => new(default, [problem]);

    public static Outcome<T> Refused(IReadOnlyList<Problem> problems) => new(default, problems);
}
