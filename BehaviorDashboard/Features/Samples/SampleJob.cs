using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Samples;

/// <summary>Run twice, it hands in the same file twice; the import knows every event by its id and adds nothing.</summary>
public sealed class SampleJob(SampleQuery samples) : IRunJob
{
    private const string Writing = "writing";

    public string Kind => RunKinds.Sample;

    public int? AfterImport => null;

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        await run.ReportAsync(0, Writing);
        var outcome = await samples.WriteAsync(run.Store, run.Arguments<SampleRequest>(), run.RequestedBy, new Steps(run), ct);
        run.Complete(outcome.Value ?? throw new RunRefused(outcome.Problems[0]));
    }

    // Every tenth is enough for a bar; each report is a durable write.
    private sealed class Steps(RunContext run) : IProgress<double>
    {
        private double _reported;

        public void Report(double value)
        {
            if (value - _reported >= 0.1)
            {
                _reported = value;
                _ = run.ReportAsync(value, Writing);
            }
        }
    }
}
