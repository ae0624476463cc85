using System.Globalization;
using System.Security.Claims;
using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace BehaviorDashboard.Tests.Support;

/// <summary>A browser over a real workspace and event store in a folder of their own, with members who sign in by identity.</summary>
internal sealed class PagesWorld : IAsyncDisposable
{
    public const string Password = "correct-horse-battery";
    private readonly (CultureInfo Culture, CultureInfo Ui) _before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
    private readonly TemporaryFolder _folder = new();
    private BunitAuthorizationContext? _authorization;

    private PagesWorld()
    {
    }

    public BunitContext Browser { get; } = new();

    public StoreId Store { get; } = new("shop");

    public UserManager<Member> Accounts => Get<UserManager<Member>>();

    /// <param name="add">Services of the rooms that the test looks at.</param>
    public static Task<PagesWorld> OpenAsync(string culture, Action<IServiceCollection> add)
    {
        // Outside of an async method: what one sets about the culture ends with it.
        var world = new PagesWorld();
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
        return FillAsync(world, add);
    }

    public T Get<T>()
        where T : notnull => Browser.Services.GetRequiredService<T>();

    public async Task<StoreMember> AddAsync(string name, MemberRole role)
    {
        var added = await Get<MemberDirectory>().AddAsync(Store, new NewMember(name, name.ToLowerInvariant() + "@example.com", Password), role, Accounts, default);
        Assert.True(added.Succeeded);
        return added.Value.Member;
    }

    /// <summary>Everything rendered afterwards is seen by this member, in the store.</summary>
    public StoreScope SignIn(StoreMember member)
    {
        _authorization!.SetAuthorized(member.Name).SetClaims(new Claim(ClaimTypes.NameIdentifier, member.Id.ToString()), new Claim(WorkspaceClaims.Name, member.Name));
        return new StoreScope(Store, "Shop", "EUR", StoreCalendar.Utc, member.Role);
    }

    public IRenderedComponent<TPage> Open<TPage>(StoreScope scope, string path)
        where TPage : RoomPage
    {
        Get<NavigationManager>().NavigateTo($"/s/{Store}/{path}");
        return Browser.Render<TPage>(p => p.Add(page => page.Store, Store.Value).AddCascadingValue(scope));
    }

    public async ValueTask DisposeAsync()
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = _before;
        await Browser.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static async Task<PagesWorld> FillAsync(PagesWorld world, Action<IServiceCollection> add)
    {
        world.Browser.JSInterop.Mode = JSRuntimeMode.Loose;
        var services = world.Browser.Services;
        services.AddLogging().AddLocalization().AddMudServices().AddSingleton(TimeProvider.System).AddSingleton<ChangeFeed>().AddSingleton(new AfterImportChain(() => []));
        services.AddOptions<WorkspaceOptions>().Configure(o => o.Folder = world._folder.Path);
        services.AddOptions<EventsOptions>().Configure(o => o.Folder = world._folder.File("stores"));
        services.AddWorkspace();
        services.AddEvents();
        services.AddIdentityCore<Member>(Rules).AddWorkspaceStores();
        world._authorization = world.Browser.AddAuthorization();
        add(services);
        await world.Get<WorkspaceDatabase>().MigrateAsync(default);
        Assert.True((await world.Get<StoreDirectory>().CreateAsync(new NewStore("Shop", "EUR", "Europe/Berlin", "en", world.Store.Value), default)).Succeeded);
        return world;
    }

    private static void Rules(IdentityOptions options)
    {
        options.Password.RequiredLength = 10;
        options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
    }
}
