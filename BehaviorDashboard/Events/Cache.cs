using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace BehaviorDashboard.Events;

/// <summary>The processor's cache.</summary>
internal static unsafe class Cache
{
    /// <summary>Asks for a place in memory that is read soon; does nothing where the processor has no way to ask.</summary>
    public static void Expect<T>(ref T place)
    {
        if (Sse.IsSupported)
        {
            // Only a hint: an array that moves meanwhile costs the hint.
            Sse.Prefetch0(Unsafe.AsPointer(ref place));
        }
    }
}
