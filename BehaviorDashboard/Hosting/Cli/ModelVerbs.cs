using System.CommandLine;
using System.Text;

namespace BehaviorDashboard.Hosting.Cli;

/// <summary>Questions, models and exports.</summary>
internal static class ModelVerbs
{
    private static readonly string[] Questions = ["funnels", "trends", "retention", "paths", "sessions", "lifecycle", "carts"];

    public static Command Query()
    {
        var store = Common.Store();
        var what = new Argument<string>("what") { Description = $"What to ask: {string.Join(", ", Questions)}." };
        var file = new Option<FileInfo?>("--file") { Description = "The question as JSON; without it, it is read from the standard input." };
        var command = new Command("query", "Asks a question, as a program would over HTTP.") { what, store, file };
        command.Does(async (parsed, ct) =>
        {
            var question = parsed.GetValue(what)!;
            if (!Questions.Contains(question))
            {
                throw new VerbFailed($"'{question}' is no question. There are: {string.Join(", ", Questions)}.");
            }

            var json = parsed.GetValue(file) is { } source ? await File.ReadAllTextAsync(source.FullName, ct) : await Console.In.ReadToEndAsync(ct);
            await using var server = await ServerLink.OpenAsync(Common.FolderOf(parsed), ct);
            Answer.Write(parsed, await server.PostAsync($"/api/v1/stores/{parsed.GetValue(store)}/{question}/query", new StringContent(json, Encoding.UTF8, "application/json"), ct));
        });
        return command;
    }

    public static Command Train()
    {
        var store = Common.Store();
        var kind = new Argument<string>("kind") { Description = "rfm, segments, churn or suggestions." };
        var asOf = new Option<string?>("--as-of") { Description = "Day up to which facts are known; the end of the data by default." };
        var horizon = new Option<int?>("--horizon-days") { Description = "Days that a prediction speaks about." };
        var seed = new Option<int?>("--seed") { Description = "Seed of everything random." };
        var command = new Command("train", "Trains a model and waits for it.") { kind, store, asOf, horizon, seed };
        command.Does(async (parsed, ct) =>
        {
            var slug = parsed.GetValue(store)!;
            await using var server = await ServerLink.OpenAsync(Common.FolderOf(parsed), ct);
            var body = JsonContent.Create(new { asOf = parsed.GetValue(asOf), horizonDays = parsed.GetValue(horizon), seed = parsed.GetValue(seed) });
            var queued = await server.PostAsync($"/api/v1/stores/{slug}/models/{parsed.GetValue(kind)}/train", body, ct);
            var done = await server.WaitAsync($"/api/v1/stores/{slug}/runs/{queued.GetProperty("id").GetString()}", ct);
            Answer.Write(parsed, done);
            DataVerbs.ThrowUnlessDone(done);
        });
        return command;
    }

    public static Command Export()
    {
        var store = Common.Store();
        var audience = new Option<Guid>("--audience") { Description = "Id of the audience.", Required = true };
        var file = new Option<FileInfo>("--out") { Description = "File to write.", Required = true };
        var bom = new Option<bool>("--bom") { Description = "Begin with a byte order mark, for spreadsheets." };
        var command = new Command("export", "Writes an audience as CSV, without its hold-out and without whoever refused.") { store, audience, file, bom };
        command.Does(async (parsed, ct) =>
        {
            var target = parsed.GetValue(file)!;
            await using var server = await ServerLink.OpenAsync(Common.FolderOf(parsed), ct);
            await server.DownloadAsync($"/api/v1/stores/{parsed.GetValue(store)}/audiences/{parsed.GetValue(audience)}/export?format=csv&bom={(parsed.GetValue(bom) ? "true" : "false")}", target.FullName, ct);
            Answer.Write(parsed, new { file = target.FullName, bytes = new FileInfo(target.FullName).Length });
        });
        return command;
    }
}
