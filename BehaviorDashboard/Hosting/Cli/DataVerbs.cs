using System.CommandLine;
using System.Text.Json;

namespace BehaviorDashboard.Hosting.Cli;

/// <summary>Files and the sample store.</summary>
internal static class DataVerbs
{
    public static Command Import()
    {
        var store = Common.Store();
        var file = new Argument<FileInfo>("file") { Description = "The file to import." };
        var profile = new Option<string?>("--profile") { Description = "What kind of file it is; found out by default." };
        var mapping = new Option<string?>("--mapping") { Description = "JSON that says which column holds what." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Count only; nothing is stored." };
        var command = new Command("import", "Imports a file and waits until everything computed from it is done.") { store, file, profile, mapping, dryRun };
        command.Does(async (parsed, ct) =>
        {
            var (slug, source) = (parsed.GetValue(store)!, parsed.GetValue(file)!);
            if (!source.Exists)
            {
                throw new VerbFailed($"There is no file {source.FullName}.");
            }

            await using var server = await ServerLink.OpenAsync(Common.FolderOf(parsed), ct);
            await using var content = source.OpenRead();
            var path = $"/api/v1/stores/{slug}/imports?name={Uri.EscapeDataString(source.Name)}{Query("profile", parsed.GetValue(profile))}{Query("mapping", parsed.GetValue(mapping))}";
            if (parsed.GetValue(dryRun))
            {
                Answer.Write(parsed, await server.PostAsync(path + "&dryRun=true", new StreamContent(content), ct));
                return;
            }

            var queued = await server.PostAsync(path, new StreamContent(content), ct);
            var done = await server.WaitAsync($"/api/v1/stores/{slug}/imports/{queued.GetProperty("id").GetString()}", ct);
            await server.WaitUntilIdleAsync(slug, ct);
            Answer.Write(parsed, done);
            ThrowUnlessDone(done);
        });
        return command;
    }

    public static Command Sample()
    {
        var store = Common.Store();
        var customers = new Option<int?>("--customers") { Description = "Known customers of the invented shop." };
        var seed = new Option<int?>("--seed") { Description = "The same seed makes the same shop." };
        var command = new Command("sample", "Fills an empty store with a year of an invented shop, and waits until everything is computed.") { store, customers, seed };
        command.Does(async (parsed, ct) =>
        {
            var slug = parsed.GetValue(store)!;
            await using var server = await ServerLink.OpenAsync(Common.FolderOf(parsed), ct);
            var queued = await server.PostAsync($"/api/v1/stores/{slug}/sample", JsonContent.Create(new { customers = parsed.GetValue(customers), seed = parsed.GetValue(seed) }), ct);
            var done = await server.WaitAsync($"/api/v1/stores/{slug}/runs/{queued.GetProperty("id").GetString()}", ct);
            await server.WaitUntilIdleAsync(slug, ct);
            Answer.Write(parsed, done);
            ThrowUnlessDone(done);
        });
        return command;
    }

    public static Command Erase()
    {
        var store = Common.Store();
        var customer = new Argument<string>("customer") { Description = "Id of the customer, or of an anonymous visitor." };
        var sure = new Option<bool>("--yes") { Description = "Needed: nothing brings an erased customer back." };
        var command = new Command("erase", "Erases a customer for good, and waits until the file holds nothing of them.") { store, customer, sure };
        command.Does(async (parsed, ct) =>
        {
            if (!parsed.GetValue(sure))
            {
                throw new VerbFailed("Nothing brings an erased customer back. Say --yes if that is what you want.");
            }

            var slug = parsed.GetValue(store)!;
            await using var server = await ServerLink.OpenAsync(Common.FolderOf(parsed), ct);
            var erased = await server.DeleteAsync($"/api/v1/stores/{slug}/customers/{Uri.EscapeDataString(parsed.GetValue(customer)!)}", ct);
            await server.WaitUntilIdleAsync(slug, ct);
            Answer.Write(parsed, erased);
        });
        return command;
    }

    /// <exception cref="VerbFailed">The run ended in another way.</exception>
    public static void ThrowUnlessDone(JsonElement ended)
    {
        if (ended.GetProperty("state").GetString() != "done")
        {
            throw new VerbFailed($"It ended as {ended.GetProperty("state").GetString()}: {(ended.TryGetProperty("error", out var error) ? error.GetString() : null)}");
        }
    }

    private static string Query(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
