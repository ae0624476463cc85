using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Workspace;

/// <summary>The way from a store's address into a hall and back, for questions that are read by hand and for files.</summary>
public static class StoreDoor
{
    /// <param name="read">Makes the question of the body.</param>
    /// <param name="shape">Makes the answer's document.</param>
    public static async Task<IResult> AskAsync<TQuestion, TAnswer>(
        string store,
        HttpRequest http,
        StoreDirectory stores,
        Func<string, Outcome<TQuestion>> read,
        Func<Store, TQuestion, Task<Outcome<TAnswer>>> ask,
        Func<Store, TQuestion, TAnswer, Task<object>> shape,
        CancellationToken ct)
        where TQuestion : class
        where TAnswer : class
    {
        if (!StoreId.TryParse(store, out var id) || await stores.FindAsync(id, ct) is not { } found)
        {
            return Results.NotFound();
        }

        using var body = new StreamReader(http.Body);
        var question = read(await body.ReadToEndAsync(ct));
        if (!question.Succeeded)
        {
            return Refusal.From(question.Problems);
        }

        var answer = await ask(found, question.Value);
        return answer.Succeeded ? Results.Ok(await shape(found, question.Value, answer.Value)) : Refusal.From(answer.Problems);
    }

    /// <param name="name">What the file is called where it is saved.</param>
    public static async Task<IResult> CsvAsync(string store, StoreDirectory stores, string name, Func<Store, Task<Outcome<byte[]>>> write, CancellationToken ct)
    {
        if (!StoreId.TryParse(store, out var id) || await stores.FindAsync(id, ct) is not { } found)
        {
            return Results.NotFound();
        }

        var file = await write(found);
        return file.Succeeded ? Results.File(file.Value, "text/csv; charset=utf-8", name) : Refusal.From(file.Problems);
    }
}
