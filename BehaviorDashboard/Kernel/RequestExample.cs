namespace BehaviorDashboard.Kernel;

/// <summary>
/// What an endpoint takes that reads its body itself, for the description of the programmable door. Metadata of the framework's own kind
/// would refuse a body by its content type before the endpoint sees it.
/// </summary>
/// <param name="ContentType">As it is shown; others are taken too.</param>
/// <param name="Example">A body that works: JSON as text, or the text itself.</param>
/// <param name="Shape">The record that the body is read into; null where the body is a file.</param>
public sealed record RequestExample(string ContentType, string Example, Type? Shape = null);
