using System.ComponentModel.DataAnnotations;

namespace BehaviorDashboard.Events;

/// <summary>Limits of the event stores.</summary>
public sealed class EventsOptions
{
    /// <summary>Folder that holds one folder per store. Set by the host from the data folder.</summary>
    public string Folder { get; set; } = "";

    /// <summary>What one store's engine may hold in memory, in megabytes; what does not fit goes to disk beside the store. 128 to 1,048,576.</summary>
    [Range(128, 1_048_576)]
    public int MemoryLimitMegabytes { get; set; } = 1024;

    /// <summary>Threads of one store's engine and of its folds; 0 means one per core. 0 to 256.</summary>
    [Range(0, 256)]
    public int Threads { get; set; }

    /// <summary>How long a page's question may run before it is interrupted, in seconds. 1 to 3600.</summary>
    [Range(1, 3600)]
    public int QueryTimeoutSeconds { get; set; } = 30;

    /// <summary>
    /// How many events may wait in the recent part, where writing is cheap and every read sees them. An import that does not fit sorts itself in at once;
    /// 0 means each does. 0 to 10,000,000.
    /// </summary>
    [Range(0, 10_000_000)]
    public int RecentEvents { get; set; } = 250_000;

    /// <summary>
    /// Megabytes of disk and of the system's page cache that the quick copy of a store's narrow columns may take, which most questions are answered from; it is written
    /// in the background and goes with the process. 0 means none. 0 to 1,048,576.
    /// </summary>
    [Range(0, 1_048_576)]
    public int HotMegabytes { get; set; } = 2048;

    /// <summary>After how many minutes without a question a store's file is closed and its memory given back; 0 means never. 0 to 10,080.</summary>
    [Range(0, 10_080)]
    public int IdleMinutes { get; set; } = 15;

    /// <summary>A session ends after so many minutes without an event, unless a question says otherwise. 1 to 1440.</summary>
    [Range(1, Sessions.SessionRule.MostMinutes)]
    public int SessionGapMinutes { get; set; } = 30;

    public int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;
}
