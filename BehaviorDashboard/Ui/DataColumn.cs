using Microsoft.AspNetCore.Components;

namespace BehaviorDashboard.Ui;

/// <summary>One column of a <see cref="DataTable{TItem}"/>.</summary>
public sealed class DataColumn<TItem> : ComponentBase, IDisposable
{
    [CascadingParameter]
    public DataTable<TItem>? Table { get; set; }

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    [Parameter]
    public string? Definition { get; set; }

    /// <summary>The cell's value: sorted by, and shown where there is neither <see cref="Text"/> nor <see cref="ChildContent"/>.</summary>
    [Parameter]
    public Func<TItem, object?>? Value { get; set; }

    /// <summary>The cell as text.</summary>
    [Parameter]
    public Func<TItem, string?>? Text { get; set; }

    /// <summary>The cell as content.</summary>
    [Parameter]
    public RenderFragment<TItem>? ChildContent { get; set; }

    /// <summary>What a provider calls the column; tables with all items may leave it out.</summary>
    [Parameter]
    public string? Key { get; set; }

    /// <summary>Aligned right; the first click sorts the largest up.</summary>
    [Parameter]
    public bool Numeric { get; set; }

    [Parameter]
    public bool Sortable { get; set; } = true;

    internal string SortKey => Key ?? Title;

    internal bool CanSort => Sortable && (Table?.Provider is null ? Value is not null : Key is not null);

    internal RenderFragment Cell(TItem item) =>
        ChildContent is not null ? ChildContent(item) : builder => builder.AddContent(0, Text is not null ? Text(item) : Shown(Value?.Invoke(item)));

    public void Dispose() => Table?.Remove(this);

    protected override void OnInitialized() => Table?.Add(this);

    private static string Shown(object? value) => value switch
    {
        null => NumberFormat.None,
        long or int or short or byte => NumberFormat.Exact(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        double or float or decimal => NumberFormat.Exact(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture), 2),
        DateOnly day => NumberFormat.Day(day),
        DateTime time => NumberFormat.Time(time),
        _ => value.ToString() ?? "",
    };
}
