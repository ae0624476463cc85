namespace BehaviorDashboard.Kernel;

/// <summary>What changed in a store; a page that shows it asks again.</summary>
public enum ChangeTopic
{
    Events,
    Customers,
    Imports,
    Runs,
    Models,
    Segments,
    Campaigns,
    Schedules,
    Views,
}

/// <summary>
/// Tells open pages that something changed. Listeners are called at most once per <see cref="Interval"/> for one topic of one store:
/// the first change at once, those that follow together at the end of the interval.
/// </summary>
public sealed class ChangeFeed(TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Dictionary<(StoreId, ChangeTopic), Channel> _channels = [];

    /// <summary>
    /// Calls <paramref name="listener"/> on a pool thread after changes, until the subscription is disposed. It runs with what surrounds the subscriber,
    /// above all its language: who publishes is a job, or a member who reads another one.
    /// </summary>
    public IDisposable Subscribe(StoreId store, ChangeTopic topic, Action listener)
    {
        var channel = Find(store, topic);
        listener = InPresentContext(listener);
        lock (_gate)
        {
            channel.Listeners.Add(listener);
        }

        return new Subscription(() =>
        {
            lock (_gate)
            {
                channel.Listeners.Remove(listener);
            }
        });
    }

    public void Publish(StoreId store, ChangeTopic topic)
    {
        var channel = Find(store, topic);
        lock (_gate)
        {
            if (channel.Timer is not null)
            {
                channel.Pending = true;
                return;
            }

            channel.Timer = clock.CreateTimer(_ => IntervalOver(channel), null, Interval, Timeout.InfiniteTimeSpan);
        }

        Deliver(channel);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var channel in _channels.Values)
            {
                channel.Timer?.Dispose();
                channel.Listeners.Clear();
            }
        }
    }

    private static Action InPresentContext(Action listener) =>
        ExecutionContext.Capture() is { } context ? () => ExecutionContext.Run(context, static call => ((Action)call!)(), listener) : listener;

    private Channel Find(StoreId store, ChangeTopic topic)
    {
        lock (_gate)
        {
            if (!_channels.TryGetValue((store, topic), out var channel))
            {
                _channels[(store, topic)] = channel = new Channel();
            }

            return channel;
        }
    }

    private void IntervalOver(Channel channel)
    {
        bool again;
        lock (_gate)
        {
            again = channel.Pending;
            channel.Pending = false;
            channel.Timer?.Dispose();
            channel.Timer = again ? clock.CreateTimer(_ => IntervalOver(channel), null, Interval, Timeout.InfiniteTimeSpan) : null;
        }

        if (again)
        {
            Deliver(channel);
        }
    }

    private void Deliver(Channel channel)
    {
        Action[] listeners;
        lock (_gate)
        {
            listeners = [.. channel.Listeners];
        }

        foreach (var listener in listeners)
        {
            ThreadPool.QueueUserWorkItem(static call => call(), listener, preferLocal: false);
        }
    }

    private sealed class Channel
    {
        public List<Action> Listeners { get; } = [];

        public ITimer? Timer { get; set; }

        public bool Pending { get; set; }
    }

    private sealed class Subscription(Action remove) : IDisposable
    {
        private Action? _remove = remove;

        // Two listeners can be equal: disposed twice, this one would take the other along.
        public void Dispose() => Interlocked.Exchange(ref _remove, null)?.Invoke();
    }
}
