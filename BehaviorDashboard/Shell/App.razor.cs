using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace BehaviorDashboard.Shell;

/// <summary>The document around every page. Pages of a store live on a circuit; entrance pages are plain forms that need none.</summary>
public sealed partial class App : ComponentBase
{
    private static readonly InteractiveServerRenderMode OnCircuit = new(prerender: false);

    // Rooms that brought a few rules of their own.
    private static readonly string[] RoomStyles = ["funnels", "trends", "carts", "segments", "imports", "churn", "campaigns", "schedules", "overview"];

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    private IComponentRenderMode? Mode => Http.AcceptsInteractiveRouting() ? OnCircuit : null;

    // Written by the server so that the first paint is right; system leaves it to the browser.
    private string Theme => Http.Request.Cookies["bd.theme"] is "light" or "dark" ? Http.Request.Cookies["bd.theme"]! : "system";

    private string Nav => Http.Request.Cookies["bd.nav"] is "narrow" ? "narrow" : "wide";
}
