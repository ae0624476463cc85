using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.Web.Virtualization;

namespace BehaviorDashboard.Ui;

/// <summary>What a table asks its provider for. <paramref name="Sort"/> is a column's key.</summary>
public sealed record TableAsk(int Skip, int Take, string? Sort, bool Descending, CancellationToken Cancelled);

public sealed record TablePage<TItem>(IReadOnlyList<TItem> Items, long Total);

/// <summary>
/// A virtualised, sortable table: give either all <see cref="Items"/> (sorted here) or a <see cref="Provider"/> that reads pages.
/// Rows that open something are reached by keyboard and opened with Enter.
/// </summary>
public sealed partial class DataTable<TItem> : ComponentBase
{
    private readonly List<DataColumn<TItem>> _columns = [];
    private Virtualize<TItem>? _rows;
    private IReadOnlyList<TItem>? _shown;
    private Delegate? _asked;
    private string? _sort;
    private bool _descending;
    private long? _total;
    private bool _stale;

    /// <summary>Names the table for those who do not see it. Required.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    [Parameter]
    public IReadOnlyList<TItem>? Items { get; set; }

    /// <summary>Reads a page. A new delegate, or <see cref="RefreshAsync"/>, reads again.</summary>
    [Parameter]
    public Func<TableAsk, Task<TablePage<TItem>>>? Provider { get; set; }

    /// <summary>The <c>DataColumn</c>s.</summary>
    [Parameter, EditorRequired]
    public RenderFragment? Columns { get; set; }

    [Parameter]
    public EventCallback<TItem> OnRowClick { get; set; }

    /// <summary>Key of the column that sorts at first.</summary>
    [Parameter]
    public string? Sort { get; set; }

    [Parameter]
    public bool Descending { get; set; }

    /// <summary>Most height in pixels before the rows scroll inside; null lets them grow.</summary>
    [Parameter]
    public int? Height { get; set; } = 560;

    [Parameter]
    public int RowHeight { get; set; } = 40;

    [Parameter]
    public string? EmptyText { get; set; }

    /// <summary>Reads the rows again.</summary>
    public async Task RefreshAsync()
    {
        if (_rows is not null)
        {
            await _rows.RefreshDataAsync();
            StateHasChanged();
        }
    }

    internal void Add(DataColumn<TItem> column)
    {
        if (!_columns.Contains(column))
        {
            _columns.Add(column);
            StateHasChanged();
        }
    }

    internal void Remove(DataColumn<TItem> column)
    {
        if (_columns.Remove(column))
        {
            StateHasChanged();
        }
    }

    protected override void OnInitialized() => (_sort, _descending) = (Sort, Descending);

    protected override void OnParametersSet()
    {
        _stale |= !ReferenceEquals(_shown, Items) || !Equals(_asked, Provider);
        (_shown, _asked) = (Items, Provider);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_stale && !firstRender && _rows is not null)
        {
            _stale = false;
            await RefreshAsync();
        }
    }

    private async ValueTask<ItemsProviderResult<TItem>> ProvideAsync(ItemsProviderRequest request)
    {
        var page = Provider is null
            ? PageOfItems(request)
            : await Provider(new TableAsk(request.StartIndex, request.Count, _sort, _descending, request.CancellationToken));
        if (_total != page.Total)
        {
            _total = page.Total;
            StateHasChanged();
        }

        return new(page.Items, (int)Math.Min(page.Total, int.MaxValue));
    }

    private TablePage<TItem> PageOfItems(ItemsProviderRequest request)
    {
        var items = Items ?? [];
        IEnumerable<TItem> sorted = _columns.Find(column => column.SortKey == _sort) is { Value: { } value }
            ? _descending ? items.OrderByDescending(value, CellOrder.Instance) : items.OrderBy(value, CellOrder.Instance)
            : items;
        return new([.. sorted.Skip(request.StartIndex).Take(request.Count)], items.Count);
    }

    private Task SortAsync(DataColumn<TItem> column)
    {
        (_sort, _descending) = _sort == column.SortKey ? (_sort, !_descending) : (column.SortKey, column.Numeric);
        return RefreshAsync();
    }

    private Task KeyAsync(KeyboardEventArgs key, TItem item) =>
        key.Key == "Enter" && OnRowClick.HasDelegate ? OnRowClick.InvokeAsync(item) : Task.CompletedTask;

    private string? SortOf(DataColumn<TItem> column) =>
        !column.CanSort ? null : column.SortKey != _sort ? "none" : _descending ? "descending" : "ascending";

    private string MarkOf(DataColumn<TItem> column) => column.SortKey != _sort ? "" : _descending ? " ↓" : " ↑";
}
