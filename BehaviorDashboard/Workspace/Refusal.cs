using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Workspace;

/// <summary>Problems as HTTP says them: RFC 9457 documents with a stable <c>code</c> and the <c>field</c>.</summary>
public static class Refusal
{
    /// <param name="status">Without one it follows from the code: <c>x.missing</c> is 404, <c>x.exists</c> and <c>x.done</c> are 409, <c>x.too_slow</c> is 503, the rest 400.</param>
    public static IResult From(Problem problem, int? status = null) => From([problem], status);

    public static IResult From(IReadOnlyList<Problem> problems, int? status = null)
    {
        var first = problems[0];
        var extensions = new Dictionary<string, object?> { ["code"] = first.Code };
        if (first.Field is not null)
        {
            extensions["field"] = first.Field;
        }

        if (problems.Count > 1)
        {
            extensions["problems"] = problems.Select(p => new { code = p.Code, field = p.Field, detail = p.Message }).ToList();
        }

        return TypedResults.Problem(first.Message, statusCode: status ?? StatusOf(first.Code), title: null, extensions: extensions);
    }

    private static int StatusOf(string code) => code[(code.LastIndexOf('.') + 1)..] switch
    {
        "missing" => StatusCodes.Status404NotFound,
        "exists" or "done" or "over" => StatusCodes.Status409Conflict,
        "too_slow" => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };
}
