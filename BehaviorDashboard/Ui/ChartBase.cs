using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace BehaviorDashboard.Ui;

/// <summary>What every chart takes.</summary>
public abstract class ChartBase : ComponentBase
{
    /// <summary>Says what is drawn, for those who do not see it, and names the table. Required.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    [Parameter]
    public int Height { get; set; } = 280;

    /// <summary>Short figures on axes; <see cref="NumberFormat.Short"/> unless told.</summary>
    [Parameter]
    public Func<double, string>? Format { get; set; }

    /// <summary>Exact figures on hover and in the table; as <see cref="Format"/> where only that is told.</summary>
    [Parameter]
    public Func<double, string>? ExactFormat { get; set; }

    /// <summary>Whether the table can be opened under the chart.</summary>
    [Parameter]
    public bool ShowTable { get; set; } = true;

    [CascadingParameter]
    public ThemeMode? Mode { get; set; }

    [Inject]
    protected IStringLocalizer<UiText> T { get; set; } = null!;

    protected ChartInk Ink => HouseTheme.Ink(Mode);

    protected string Short(double value) => Format is null ? NumberFormat.Short(value) : Format(value);

    protected string Exact(double? value) => value is not { } number ? NumberFormat.None
        : ExactFormat is not null ? ExactFormat(number)
        : Format is not null ? Format(number)
        : NumberFormat.Exact(number, number == Math.Truncate(number) ? 0 : 2);

    protected static string Hover(string title, IEnumerable<string> lines) =>
        $"<b>{ChartTemplate.Plain(title)}</b><br>{string.Join("<br>", lines.Select(ChartTemplate.Plain))}";
}
