using System.CommandLine;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Hosting.Cli;

/// <summary>Stores and keys. Who can run the command owns the machine, so nobody is asked to sign in.</summary>
internal static class StoreVerbs
{
    public static Command Store()
    {
        var name = new Option<string>("--name") { Description = "Name of the store.", Required = true };
        var currency = new Option<string>("--currency") { Description = "Currency, such as EUR.", Required = true };
        var zone = new Option<string>("--timezone") { Description = "Time zone, such as Europe/Berlin.", Required = true };
        var language = new Option<string>("--language") { Description = "en or zh-CN.", DefaultValueFactory = _ => "en" };
        var slug = new Option<string?>("--slug") { Description = "Short name in addresses; made from the name by default." };
        var create = new Command("create", "Creates a store; works on an empty folder.") { name, currency, zone, language, slug };
        create.Does(async (parsed, ct) =>
        {
            var store = new NewStore(parsed.GetValue(name)!, parsed.GetValue(currency)!, parsed.GetValue(zone)!, parsed.GetValue(language)!, parsed.GetValue(slug));
            await WithWorkspaceAsync(parsed, async services => Answer.Write(parsed, Shape(Value(await services.GetRequiredService<StoreDirectory>().CreateAsync(store, ct)))), ct);
        });
        var list = new Command("list", "Lists the stores.");
        list.Does((parsed, ct) => WithWorkspaceAsync(
            parsed, async services => Answer.Write(parsed, (await services.GetRequiredService<StoreDirectory>().ListAsync(ct)).Select(Shape)), ct));
        return new Command("store", "Stores.") { create, list };
    }

    public static Command Key()
    {
        var store = Common.Store();
        var scopes = new Option<string>("--scopes") { Description = $"Comma-separated: {string.Join(", ", ApiScopes.All)}.", Required = true };
        var name = new Option<string>("--name") { Description = "What the key is for.", DefaultValueFactory = _ => "command line" };
        var create = new Command("create", "Creates a key and prints it once; only its hash is kept.") { store, scopes, name };
        create.Does((parsed, ct) => WithWorkspaceAsync(parsed, async services => Answer.Write(parsed, await CreateKeyAsync(services, parsed.GetValue(store)!, parsed.GetValue(name)!, parsed.GetValue(scopes)!, ct)), ct));
        return new Command("key", "Keys of programs.") { create };
    }

    private static async Task<object> CreateKeyAsync(IServiceProvider services, string store, string name, string scopes, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var id))
        {
            throw new VerbFailed($"'{store}' is no short name of a store; 'store list' shows them.");
        }

        var wanted = scopes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var issued = Value(await services.GetRequiredService<ApiKeyLedger>().CreateAsync(id, name, wanted, ct));
        return new { key = issued.PlainText, store, scopes = issued.Key.Scopes, id = issued.Key.Id };
    }

    private static async Task WithWorkspaceAsync(ParseResult parsed, Func<IServiceProvider, Task> work, CancellationToken ct)
    {
        await using var services = await Application.WorkspaceAsync(Common.FolderOf(parsed), ct);
        await work(services);
    }

    private static T Value<T>(Outcome<T> outcome)
        where T : class => outcome.Value ?? throw new VerbFailed(string.Join('\n', outcome.Problems.Select(p => p.Message)));

    private static object Shape(Store store) => new { slug = store.Id.Value, name = store.Name, currency = store.Currency, timezone = store.TimeZone, language = store.Language };
}
