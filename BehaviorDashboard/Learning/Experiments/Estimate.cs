namespace BehaviorDashboard.Learning.Experiments;

/// <summary>A number with its confidence interval.</summary>
public readonly record struct Estimate(double Value, double Low, double High)
{
    /// <summary>The interval does not reach zero, on either side.</summary>
    public bool IsClear => Low > 0 || High < 0;

    public Estimate Times(double factor) => factor >= 0 ? new(Value * factor, Low * factor, High * factor) : new(Value * factor, High * factor, Low * factor);
}
