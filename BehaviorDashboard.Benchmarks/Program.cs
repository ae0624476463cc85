using BehaviorDashboard.Benchmarks;

// Each measurement is a verb of its own, in a file of its own; what follows the verb are its numbers.
Dictionary<string, Func<string[], Task>> measurements = new()
{
    ["engine"] = EngineMeasurement.RunAsync,
    ["import"] = ImportMeasurement.RunAsync,
    ["funnel"] = FunnelBenchmark.RunAsync,
    ["merge"] = MergeMeasurement.RunAsync,
    ["pages"] = PagesMeasurement.RunAsync,
    ["sample"] = SampleMeasurement.RunAsync,
    ["shap"] = ShapMeasurement.RunAsync,
    ["start"] = StartMeasurement.RunAsync,
};

if (args is not [var verb, .. var rest] || !measurements.TryGetValue(verb, out var measure))
{
    Console.Error.WriteLine($"Say what to measure: {string.Join(", ", measurements.Keys)}.");
    return 2;
}

await measure(rest);
return 0;
