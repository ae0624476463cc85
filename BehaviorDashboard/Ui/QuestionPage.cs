using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Ui;

/// <summary>
/// A page of one question that its address holds: a new question shows a skeleton, the same one over new facts keeps its answer until the next is there;
/// what is wrong with it stands above, and who was counted stands below as a list.
/// </summary>
public abstract class QuestionPage<TResult> : AskingPage
    where TResult : class
{
    private string? _shown;

    protected PanelState<TResult?> Answer { get; private set; } = PanelState<TResult?>.Loading;

    /// <summary>The answer; null while there is none, and where the question was refused.</summary>
    protected TResult? Result => Answer.IsReady ? Answer.Value : null;

    /// <summary>What is wrong with the question.</summary>
    protected Problem? Problem { get; private set; }

    /// <summary>Numbers of the customers in the open list.</summary>
    protected PanelState<IReadOnlyList<int>> People { get; private set; } = PanelState<IReadOnlyList<int>>.Loading;

    protected Func<TableAsk, Task<TablePage<Person>>> PeopleProvider { get; private set; } = _ => Task.FromResult(new TablePage<Person>([], 0));

    /// <summary>Reads a part of the open list.</summary>
    protected abstract Task<IReadOnlyList<Person>> ReadPeopleAsync(IReadOnlyList<int> people, TableAsk ask);

    /// <summary>Another question was asked: what belongs to the former one goes.</summary>
    protected virtual void Forget()
    {
    }

    /// <param name="question">Equal for equal questions.</param>
    /// <returns>False when the member stopped it.</returns>
    protected async Task<bool> AskQuestionAsync(string question, Func<CancellationToken, Task<Outcome<TResult>>> ask)
    {
        if (_shown != question)
        {
            (_shown, Answer) = (question, PanelState<TResult?>.Loading);
            Forget();
        }

        StateHasChanged();
        if (await AskPatientlyAsync(ask) is not { } asked)
        {
            return false;
        }

        Problem = asked is { IsReady: true, Value.Succeeded: false } ? asked.Value.Problems[0] : null;
        Answer = asked.IsReady ? PanelState<TResult?>.Ready(asked.Value.Value) : PanelState<TResult?>.Failed(asked.ErrorId!);
        StateHasChanged();
        return true;
    }

    /// <summary>Asks for the open list, where it does not come with the answer.</summary>
    protected async Task AskPeopleAsync(Func<CancellationToken, Task<Outcome<TResult>>> ask, Func<TResult, IReadOnlyList<int>?> peopleOf)
    {
        People = PanelState<IReadOnlyList<int>>.Loading;
        var asked = await AskAsync(ask);
        if (!asked.IsReady)
        {
            People = PanelState<IReadOnlyList<int>>.Failed(asked.ErrorId!);
        }
        else
        {
            Problem = asked.Value.Succeeded ? Problem : asked.Value.Problems[0];
            Show((asked.Value.Value is { } found ? peopleOf(found) : null) ?? []);
        }

        StateHasChanged();
    }

    protected void Show(IReadOnlyList<int> people)
    {
        People = PanelState<IReadOnlyList<int>>.Ready(people);
        PeopleProvider = async ask => new TablePage<Person>(await ReadPeopleAsync(people, ask), people.Count);
    }

    protected void OpenCustomer(string customer) => Navigation.NavigateTo(Address("customers/" + Uri.EscapeDataString(customer)));

    /// <summary>Where the room's file of what is shown lies: the question and the range as the page has them.</summary>
    protected string FileAddress(string file, IEnumerable<KeyValuePair<string, object?>> question)
    {
        var parts = question.Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString(FormattableString.Invariant($"{p.Value}"))}");
        return $"/s/{Store}/{file}?{string.Join('&', [.. parts, $"from={Range.From:O}", $"to={Range.To:O}"])}";
    }
}
