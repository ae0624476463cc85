using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Imports;

/// <summary>Turns a part's progress into the run's, on the working thread; the ledger takes it when it can.</summary>
internal sealed class RunShares(RunContext run, string stage, double from, double to) : IProgress<double>
{
    private Task _last = Task.CompletedTask;

    public void Report(double value)
    {
        if (_last.IsCompleted)
        {
            _last = run.ReportAsync(from + (value * (to - from)), stage);
        }
    }
}
