namespace BehaviorDashboard.Ui;

/// <summary>Marks the words of the components: UiText.resx and UiText.zh-Hans.resx.</summary>
public sealed class UiText;
