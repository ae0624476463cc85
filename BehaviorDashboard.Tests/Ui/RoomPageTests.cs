using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace BehaviorDashboard.Tests.Ui;

public sealed class RoomPageTests
{
    [Fact]
    public async Task Load_UnderWayWhenThePageGoes_EndsAsCancelled()
    {
        await using var browser = new BunitContext();
        browser.Services.AddLogging().AddSingleton(TimeProvider.System).AddSingleton<ChangeFeed>();
        var scope = new StoreScope(new StoreId("shop"), "Shop", "EUR", StoreCalendar.Utc, MemberRole.Viewer);
        var page = browser.Render<SlowPage>(p => p.Add(x => x.Store, "shop").AddCascadingValue(scope)).Instance;

        await browser.DisposeComponentsAsync();
        page.Answer.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => page.Asked.Task);
    }

    private sealed class SlowPage : RoomPage
    {
        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task LoadAsync()
        {
            try
            {
                await Answer.Task;
                Superseded.ThrowIfCancellationRequested();
                Asked.SetResult();
            }
            catch (Exception exception)
            {
                Asked.SetException(exception);
                throw;
            }
        }
    }
}
