using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using MudBlazor;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>Suggestions, campaigns and audiences: from an insight to a measured effect.</summary>
public static class CampaignsRoom
{
    public static IServiceCollection AddCampaigns(this IServiceCollection services)
    {
        services.AddOptions<CampaignsOptions>().BindConfiguration(CampaignsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddScoped<AudienceSelection>()
            .AddScoped<SuggestionMaker>()
            .AddScoped<SuggestionsQuery>()
            .AddScoped<CampaignsQuery>()
            .AddScoped<AudiencesQuery>()
            .AddScoped<SuggestionWords>()
            .AddScoped<IRunJob, SuggestionsJob>()
            .AddSingleton(new NavEntry(NavGroup.Act, 10, Icons.Material.Outlined.Lightbulb, typeof(CampaignsText), "Nav.suggestions", "suggestions", MemberRole.Viewer))
            .AddSingleton(new NavEntry(NavGroup.Act, 20, Icons.Material.Outlined.Campaign, typeof(CampaignsText), "Nav.campaigns", "campaigns", MemberRole.Viewer))
            .AddSingleton(new NavEntry(NavGroup.Act, 30, Icons.Material.Outlined.Group, typeof(CampaignsText), "Nav.audiences", "audiences", MemberRole.Viewer));
    }

    public static void MapCampaigns(this IEndpointRouteBuilder routes)
    {
        var store = routes.MapGroup("/api/v1/stores/{store}").WithTags("Campaigns");
        store.MapGet("suggestions", SuggestionsDoor.ListAsync).RequireAuthorization(Access.ApiRead).WithName("ListSuggestions").WithSummary("What to do, worth most first: who, why, what, worth, how it will be known.");
        store.MapPost("suggestions/{id}/accept", SuggestionsDoor.AcceptAsync).RequireAuthorization(Access.ApiWrite).WithName("AcceptSuggestion").WithSummary("Freezes the audience and its random hold-out. Accepting again answers the same campaign.");
        store.MapPost("suggestions/{id}/refuse", SuggestionsDoor.RefuseAsync).RequireAuthorization(Access.ApiWrite).WithName("RefuseSuggestion").WithSummary("Lets the play rest; the reason is remembered.").Produces(StatusCodes.Status204NoContent);
        store.MapGet("campaigns", CampaignsDoor.ListAsync).RequireAuthorization(Access.ApiRead).WithName("ListCampaigns").WithSummary("Accepted suggestions, latest first.");
        store.MapGet("campaigns/{id:guid}/results", CampaignsDoor.ResultsAsync).RequireAuthorization(Access.ApiRead).WithName("GetCampaignResults").WithSummary("Treated against hold-out, by intention to treat, with intervals.");
        store.MapGet("audiences", AudiencesDoor.ListAsync).RequireAuthorization(Access.ApiRead).WithName("ListAudiences").WithSummary("Frozen lists with the counts of an export now.");
        store.MapPost("audiences", AudiencesDoor.CreateAsync).RequireAuthorization(Access.ApiWrite).WithName("CreateAudience").WithSummary("Freezes a saved segment or a filter.").Produces(StatusCodes.Status201Created);
        // Reading what leaves the house takes the right to act: scope write, or role marketer.
        store.MapGet("audiences/{id:guid}/export", AudiencesDoor.ExportAsync).RequireAuthorization(Access.ApiWrite).WithName("ExportAudience").WithSummary("The file: hold-out excluded, consent checked now.").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        routes.MapGet("/s/{store}/audiences/{id:guid}/export", AudiencesDoor.ExportAsync).RequireAuthorization(Access.Marketer).ExcludeFromDescription();
    }
}
