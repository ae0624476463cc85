using System.Runtime.InteropServices;
using BehaviorDashboard.Learning.Boosting;

namespace BehaviorDashboard.Learning;

/// <summary>Whether gradient boosting can be fitted here, and if not, what to install.</summary>
/// <param name="Code">Why not, for texts: openmp_linux, openmp_macos, vc_runtime, or platform (there is no library for this system). Null when available.</param>
/// <param name="Sentence">The same in English, with the commands.</param>
public sealed record NativeProbe(string? Code, string? Sentence)
{
    /// <summary>The native library loads.</summary>
    public bool Available => Code is null;
}

/// <summary>LightGBM's native library, loaded at first use and kept for the life of the process.</summary>
public sealed class NativeLearning
{
    /// <summary>Name of the library that the package LightGBM brings, without the system's ending.</summary>
    public const string LightGbm = "lib_lightgbm";

    private readonly Lazy<(LightGbmApi? Api, NativeProbe Probe)> _loaded;

    /// <param name="library">Name or path of the library; another build of LightGBM 4.7 can be named.</param>
    public NativeLearning(string library = LightGbm) => _loaded = new(() => Load(library));

    /// <summary>Tries to load the library; never throws because it is missing.</summary>
    public NativeProbe Probe() => _loaded.Value.Probe;

    internal LightGbmApi? Api => _loaded.Value.Api;

    private static (LightGbmApi?, NativeProbe) Load(string library)
    {
        WaitPassively();
        return NativeLibrary.TryLoad(library, typeof(NativeLearning).Assembly, null, out var handle)
            ? (new LightGbmApi(handle), new NativeProbe(null, null))
            : (null, Missing());
    }

    private static NativeProbe Missing()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return new NativeProbe("platform", $"LightGBM has no library for {RuntimeInformation.RuntimeIdentifier}; logistic regression is used instead.");
        }

        return OperatingSystem.IsWindows() ? new("vc_runtime", "Install the Visual C++ Redistributable (x64): https://aka.ms/vs/17/release/vc_redist.x64.exe")
            : OperatingSystem.IsMacOS() ? new("openmp_macos", "Install the OpenMP runtime: brew install libomp")
            : new("openmp_linux", "Install the OpenMP runtime. Debian and Ubuntu: apt-get install libgomp1. Fedora: dnf install libgomp. Alpine: apk add libgomp libstdc++ gcompat.");
    }

    // OpenMP's threads spin while they wait: beside a busy neighbour the same training took ten times as long. .NET's own
    // SetEnvironmentVariable does not reach a C library on Unix. An admin's own choice stands.
    private static void WaitPassively()
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.SetEnvironmentVariable("OMP_WAIT_POLICY", Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") ?? "PASSIVE");
        }
        else
        {
            _ = SetEnvironment("OMP_WAIT_POLICY", "PASSIVE", 0);
        }
    }

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnvironment([MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);
}
