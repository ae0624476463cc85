namespace BehaviorDashboard.Ui;

/// <summary>A page whose question may take a while: after a second it says so, and the member can stop it.</summary>
public abstract class AskingPage : RoomPage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private CancellationTokenSource? _question;

    /// <summary>The answer has not come within a second.</summary>
    protected bool Slow { get; private set; }

    /// <summary>The member stopped the question.</summary>
    protected bool Stopped { get; private set; }

    /// <returns>Null when the member stopped it.</returns>
    protected async Task<PanelState<T>?> AskPatientlyAsync<T>(Func<CancellationToken, Task<T>> ask)
    {
        var superseded = Superseded;
        using var question = CancellationTokenSource.CreateLinkedTokenSource(superseded);
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(superseded);
        (_question, Slow, Stopped) = (question, false, false);
        var watch = WatchAsync(answered.Token);
        try
        {
            var answer = await AskAsync(_ => ask(question.Token));
            superseded.ThrowIfCancellationRequested();
            return answer;
        }
        catch (OperationCanceledException) when (!superseded.IsCancellationRequested)
        {
            Stopped = true;
            return null;
        }
        finally
        {
            await answered.CancelAsync();
            await watch;
            if (_question == question)
            {
                (_question, Slow) = (null, false);
            }
        }
    }

    protected Task StopAsync() => _question?.CancelAsync() ?? Task.CompletedTask;

    private async Task WatchAsync(CancellationToken answered)
    {
        try
        {
            await Task.Delay(Patience, Clock, answered);
            Slow = true;
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // Answered, or nobody waits any more.
        }
    }
}
