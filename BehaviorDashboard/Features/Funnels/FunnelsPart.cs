using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;

namespace BehaviorDashboard.Features.Funnels;

/// <summary>A part of the page that is asked by itself, behind the steps: the open tab, or what customers do next.</summary>
internal sealed class FunnelsPart
{
    private PanelState<Outcome<FunnelsResult>> _answer = PanelState<Outcome<FunnelsResult>>.Loading;
    private string? _question;
    private string? _facts;

    /// <summary>Null where nobody waits for it: the member stopped it.</summary>
    public PanelState? State => Stopped ? null : _answer;

    public bool Stopped { get; private set; }

    public FunnelsResult? Result => _answer.IsReady ? _answer.Value.Value : null;

    public Problem? Problem => _answer is { IsReady: true, Value.Succeeded: false } ? _answer.Value.Problems[0] : null;

    /// <returns>False where the answer to this question over these facts is there already.</returns>
    public bool Begin(string question, string facts)
    {
        if (_answer.IsReady && !Stopped && (question, facts) == (_question, _facts))
        {
            return false;
        }

        if (question != _question)
        {
            _answer = PanelState<Outcome<FunnelsResult>>.Loading;
        }

        (_question, _facts, Stopped) = (question, facts, false);
        return true;
    }

    /// <summary>Nothing is asked of it.</summary>
    public void Clear() => (_question, Stopped, _answer) = (null, false, PanelState<Outcome<FunnelsResult>>.Loading);

    /// <summary>The member stopped what stood before it: what is not there yet will not come.</summary>
    public void GiveUp() => Stopped |= _answer.IsLoading;

    /// <param name="answer">Null when the member stopped it.</param>
    public void End(PanelState<Outcome<FunnelsResult>>? answer)
    {
        Stopped = answer is null;
        _answer = answer ?? PanelState<Outcome<FunnelsResult>>.Loading;
    }
}
