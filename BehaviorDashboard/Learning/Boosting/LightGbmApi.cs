using System.Runtime.InteropServices;
using System.Text;

namespace BehaviorDashboard.Learning.Boosting;

/// <summary>The part of LightGBM 4.7's C interface that is used here. Signatures: LightGBM's <c>c_api.h</c>.</summary>
internal sealed unsafe class LightGbmApi(nint library)
{
    private const int Float32 = 0;
    private const int Float64 = 1;

    private readonly delegate* unmanaged[Cdecl]<byte*> _lastError = (delegate* unmanaged[Cdecl]<byte*>)NativeLibrary.GetExport(library, "LGBM_GetLastError");
    private readonly delegate* unmanaged[Cdecl]<void*, int, int, int, int, byte*, nint, nint*, int> _datasetFromMatrix =
        (delegate* unmanaged[Cdecl]<void*, int, int, int, int, byte*, nint, nint*, int>)NativeLibrary.GetExport(library, "LGBM_DatasetCreateFromMat");
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, void*, int, int, int> _setField =
        (delegate* unmanaged[Cdecl]<nint, byte*, void*, int, int, int>)NativeLibrary.GetExport(library, "LGBM_DatasetSetField");
    private readonly delegate* unmanaged[Cdecl]<nint, int> _datasetFree = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "LGBM_DatasetFree");
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, nint*, int> _boosterCreate =
        (delegate* unmanaged[Cdecl]<nint, byte*, nint*, int>)NativeLibrary.GetExport(library, "LGBM_BoosterCreate");
    private readonly delegate* unmanaged[Cdecl]<byte*, int*, nint*, int> _boosterFromText =
        (delegate* unmanaged[Cdecl]<byte*, int*, nint*, int>)NativeLibrary.GetExport(library, "LGBM_BoosterLoadModelFromString");
    private readonly delegate* unmanaged[Cdecl]<nint, int> _boosterFree = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "LGBM_BoosterFree");
    private readonly delegate* unmanaged[Cdecl]<nint, nint, int> _addValid = (delegate* unmanaged[Cdecl]<nint, nint, int>)NativeLibrary.GetExport(library, "LGBM_BoosterAddValidData");
    private readonly delegate* unmanaged[Cdecl]<nint, int*, int> _update = (delegate* unmanaged[Cdecl]<nint, int*, int>)NativeLibrary.GetExport(library, "LGBM_BoosterUpdateOneIter");
    private readonly delegate* unmanaged[Cdecl]<nint, int, int*, double*, int> _eval =
        (delegate* unmanaged[Cdecl]<nint, int, int*, double*, int>)NativeLibrary.GetExport(library, "LGBM_BoosterGetEval");
    private readonly delegate* unmanaged[Cdecl]<nint, int, int, int, long, long*, byte*, int> _save =
        (delegate* unmanaged[Cdecl]<nint, int, int, int, long, long*, byte*, int>)NativeLibrary.GetExport(library, "LGBM_BoosterSaveModelToString");
    private readonly delegate* unmanaged[Cdecl]<nint, void*, int, int, int, int, int, int, int, byte*, long*, double*, int> _predict =
        (delegate* unmanaged[Cdecl]<nint, void*, int, int, int, int, int, int, int, byte*, long*, double*, int>)NativeLibrary.GetExport(library, "LGBM_BoosterPredictForMat");

    /// <summary>Rows x columns, row-major. <paramref name="reference"/> lends its bins; 0 makes them.</summary>
    public nint CreateDataset(LabelledRows rows, string parameters, nint reference)
    {
        nint dataset;
        fixed (double* values = rows.Features.Values)
        fixed (byte* text = Text(parameters))
        {
            Check(_datasetFromMatrix(values, Float64, rows.Rows, rows.Features.Columns, 1, text, reference, &dataset));
        }

        fixed (float* labels = Array.ConvertAll(rows.Labels, l => l ? 1f : 0f))
        fixed (byte* field = Text("label"))
        {
            Check(_setField(dataset, field, labels, rows.Rows, Float32));
        }

        return dataset;
    }

    public void FreeDataset(nint dataset) => Check(_datasetFree(dataset));

    public nint CreateBooster(nint dataset, string parameters)
    {
        nint booster;
        fixed (byte* text = Text(parameters))
        {
            Check(_boosterCreate(dataset, text, &booster));
        }

        return booster;
    }

    public nint LoadBooster(string model)
    {
        nint booster;
        int rounds;
        fixed (byte* text = Text(model))
        {
            Check(_boosterFromText(text, &rounds, &booster));
        }

        return booster;
    }

    public void FreeBooster(nint booster) => Check(_boosterFree(booster));

    public void AddTuning(nint booster, nint dataset) => Check(_addValid(booster, dataset));

    /// <summary>Adds a tree. True when no further split helps.</summary>
    public bool Update(nint booster)
    {
        int finished;
        Check(_update(booster, &finished));
        return finished != 0;
    }

    /// <summary>The metric on the first tuning set.</summary>
    public double TuningMetric(nint booster)
    {
        double value;
        int count;
        Check(_eval(booster, 1, &count, &value));
        return value;
    }

    public string Save(nint booster, int rounds)
    {
        long length;
        Check(_save(booster, 0, rounds, 0, 0, &length, null));
        var buffer = new byte[length];
        fixed (byte* target = buffer)
        {
            Check(_save(booster, 0, rounds, 0, buffer.Length, &length, target));
        }

        return Encoding.UTF8.GetString(buffer, 0, (int)length - 1);
    }

    /// <param name="kind">0 probability, 1 raw score, 3 contributions (columns + 1 values per row, the last is the base).</param>
    public double[] Predict(nint booster, FeatureMatrix rows, int kind)
    {
        var results = new double[rows.Rows * (kind == 3 ? rows.Columns + 1 : 1)];
        long length;
        fixed (double* values = rows.Values)
        fixed (double* target = results)
        fixed (byte* parameters = Text($"num_threads={LearningThreads.Count}"))
        {
            Check(_predict(booster, values, Float64, rows.Rows, rows.Columns, 1, kind, 0, -1, parameters, &length, target));
        }

        return results;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');

    // The sizes and parameters are ours, so a complaint is a bug and not an expected failure.
    private void Check(int code)
    {
        if (code != 0)
        {
            throw new InvalidOperationException("LightGBM: " + Marshal.PtrToStringUTF8((nint)_lastError()));
        }
    }
}
