namespace BehaviorDashboard.Learning.Boosting;

/// <summary>One fitting: its native parts live as long as it does.</summary>
internal sealed class NativeFitting : IDisposable
{
    private readonly LightGbmApi _api;
    private readonly bool _tuned;
    private nint _training;
    private nint _tuning;
    private nint _booster;

    public NativeFitting(LightGbmApi api, LabelledRows training, LabelledRows? tuning, string parameters)
    {
        _api = api;
        _tuned = tuning is { Rows: > 0 };
        try
        {
            _training = api.CreateDataset(training, parameters, 0);
            _booster = api.CreateBooster(_training, parameters);
            if (_tuned)
            {
                _tuning = api.CreateDataset(tuning!, parameters, _training);
                api.AddTuning(_booster, _tuning);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The model's text, up to the best round.</summary>
    public string Run(int rounds, int patience, IProgress<double>? progress, CancellationToken ct)
    {
        var (best, bestRounds) = (double.PositiveInfinity, rounds);
        for (var round = 1; round <= rounds; round++)
        {
            ct.ThrowIfCancellationRequested();
            var finished = _api.Update(_booster);
            progress?.Report((double)round / rounds);
            var loss = _tuned ? _api.TuningMetric(_booster) : -round;
            if (loss < best)
            {
                (best, bestRounds) = (loss, round);
            }

            if (finished || round - bestRounds >= patience)
            {
                break;
            }
        }

        progress?.Report(1);
        return _api.Save(_booster, bestRounds);
    }

    public void Dispose()
    {
        Free(ref _booster, _api.FreeBooster);
        Free(ref _tuning, _api.FreeDataset);
        Free(ref _training, _api.FreeDataset);
    }

    private static void Free(ref nint handle, Action<nint> free)
    {
        if (handle != 0)
        {
            free(handle);
            handle = 0;
        }
    }
}
