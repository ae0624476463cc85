namespace BehaviorDashboard.Ui;

/// <summary>What a panel shows: a skeleton, an error with an id that the log knows, or its content.</summary>
public abstract record PanelState
{
    public bool IsLoading { get; protected init; }

    public string? ErrorId { get; protected init; }

    public bool IsReady => !IsLoading && ErrorId is null;
}

public sealed record PanelState<T> : PanelState
{
    private readonly T? _value;

    public static PanelState<T> Loading { get; } = new() { IsLoading = true };

    /// <summary>The content; only where <see cref="PanelState.IsReady"/>.</summary>
    public T Value
    {
        get => IsReady ? _value! : throw new InvalidOperationException("The panel's content is not there yet.");
        private init => _value = value;
    }

    public static PanelState<T> Ready(T value) => new() { Value = value };

    public static PanelState<T> Failed(string errorId) => new() { ErrorId = errorId };
}
