using System.Globalization;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Kernel;

public sealed class ChangeFeedTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly StoreId Shop = new("shop");

    private readonly HandClock _clock = new();
    private readonly ChangeFeed _feed;
    private readonly SemaphoreSlim _called = new(0);
    private int _calls;

    public ChangeFeedTests() => _feed = new ChangeFeed(_clock);

    [Fact]
    public async Task Publish_Once_CallsAtOnce()
    {
        using var _ = Listen(Shop, ChangeTopic.Events);

        _feed.Publish(Shop, ChangeTopic.Events);

        Assert.True(await _called.WaitAsync(Patience));
    }

    [Fact]
    public async Task Listener_OfAnotherLanguageThanThePublisher_KeepsItsOwn()
    {
        var heard = new TaskCompletionSource<string>();
        IDisposable? subscription = null;
        await Task.Run(() =>
        {
            CultureInfo.CurrentUICulture = new CultureInfo("zh-CN");
            subscription = _feed.Subscribe(Shop, ChangeTopic.Events, () => heard.TrySetResult(CultureInfo.CurrentUICulture.Name));
        });
        using var _ = subscription;

        await Task.Run(() =>
        {
            CultureInfo.CurrentUICulture = new CultureInfo("en");
            _feed.Publish(Shop, ChangeTopic.Events);
        });

        Assert.Equal("zh-CN", await heard.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task Publish_ManyInOneInterval_CallsAtOnceAndOnceAtItsEnd()
    {
        using var _ = Listen(Shop, ChangeTopic.Events);
        for (var i = 0; i < 100; i++)
        {
            _feed.Publish(Shop, ChangeTopic.Events);
        }

        Assert.True(await _called.WaitAsync(Patience));
        _clock.Pass(ChangeFeed.Interval);
        Assert.True(await _called.WaitAsync(Patience));

        // Nothing came in this interval: its end is silent, and the next change is called at once again.
        _clock.Pass(ChangeFeed.Interval);
        _feed.Publish(Shop, ChangeTopic.Events);
        Assert.True(await _called.WaitAsync(Patience));
        Assert.Equal(3, _calls);
    }

    [Fact]
    public async Task Publish_OtherStoreOrTopic_IsNotHeard()
    {
        using var _ = Listen(Shop, ChangeTopic.Events);

        _feed.Publish(new StoreId("other"), ChangeTopic.Events);
        _feed.Publish(Shop, ChangeTopic.Runs);
        _feed.Publish(Shop, ChangeTopic.Events);

        Assert.True(await _called.WaitAsync(Patience));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task Dispose_OfASubscription_EndsItAlone()
    {
        var first = Listen(Shop, ChangeTopic.Events);
        using var second = Listen(Shop, ChangeTopic.Events);
        first.Dispose();
        first.Dispose();

        _feed.Publish(Shop, ChangeTopic.Events);

        Assert.True(await _called.WaitAsync(Patience));
        Assert.Equal(1, _calls);
    }

    public void Dispose()
    {
        _feed.Dispose();
        _called.Dispose();
    }

    private IDisposable Listen(StoreId store, ChangeTopic topic) => _feed.Subscribe(store, topic, () =>
    {
        Interlocked.Increment(ref _calls);
        _called.Release();
    });

    /// <summary>Time stands still until somebody lets it pass.</summary>
    private sealed class HandClock : TimeProvider
    {
        private readonly List<HandTimer> _timers = [];
        private TimeSpan _now;

        public void Pass(TimeSpan time)
        {
            _now += time;
            foreach (var timer in _timers.Where(t => t.Due <= _now).ToList())
            {
                timer.Fire();
            }
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new HandTimer(this, callback, state) { Due = _now + dueTime };
            _timers.Add(timer);
            return timer;
        }

        private sealed class HandTimer(HandClock clock, TimerCallback callback, object? state) : ITimer
        {
            public TimeSpan Due { get; set; }

            public void Fire()
            {
                clock._timers.Remove(this);
                callback(state);
            }

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                Due = clock._now + dueTime;
                return true;
            }

            public void Dispose() => clock._timers.Remove(this);

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
