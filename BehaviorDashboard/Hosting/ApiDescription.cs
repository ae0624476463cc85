using System.Globalization;
using System.Text.Json.Nodes;
using BehaviorDashboard.Kernel;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BehaviorDashboard.Hosting;

/// <summary>What the description of the programmable door says beyond what endpoints say themselves: keys, refusals, bodies that are read by hand.</summary>
internal static class ApiDescription
{
    private const string Scheme = "bearer";
    private const string Problem = "Problem";
    private const string ProblemJson = "application/problem+json";

    private static readonly (int Status, string Words)[] Refusals =
    [
        (400, "What was asked cannot be done; `code` says why and `field` where."),
        (401, "No key, or one that does not exist any more."),
        (403, "The key belongs to another store, or lacks the scope."),
        (404, "There is no such thing in this store."),
    ];

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) => DescribeAsync(document));
        options.AddOperationTransformer(DescribeAsync);
    });

    private static Task DescribeAsync(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "BehaviorDashboard",
            Version = "1",
            Description = "Everything that a page can ask, with the same answers and the same permissions. Keys belong to one store and are sent as `Authorization: Bearer KEY`. Errors are RFC 9457 problem documents with a stable `code`.",
        };
        document.AddComponent(Scheme, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Scheme, Description = "A key of the store, made on the page Keys or by `key create`." });
        document.AddComponent(Problem, Refused());
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        operation.Responses ??= [];
        foreach (var (status, words) in Refusals)
        {
            operation.Responses.TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse
            {
                Description = words,
                Content = new Dictionary<string, OpenApiMediaType> { [ProblemJson] = new() { Schema = new OpenApiSchemaReference(Problem, context.Document) } },
            });
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequestExample>().FirstOrDefault() is { } body)
        {
            operation.RequestBody = await BodyAsync(body, context, ct);
        }
    }

    private static async Task<OpenApiRequestBody> BodyAsync(RequestExample body, OpenApiOperationTransformerContext context, CancellationToken ct) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [body.ContentType] = new()
            {
                Schema = body.Shape is { } shape
                    ? await context.GetOrCreateSchemaAsync(shape, cancellationToken: ct)
                    : new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                Example = body.Shape is null ? JsonValue.Create(body.Example) : JsonNode.Parse(body.Example),
            },
        },
    };

    private static OpenApiSchema Refused() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("Names the status."),
            ["title"] = Text("The status in words."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            ["detail"] = Text("What to do."),
            ["code"] = Text("Stable, for programs."),
            ["field"] = Text("What the refusal is about, where it is about one field."),
        },
    };

    private static OpenApiSchema Text(string words) => new() { Type = JsonSchemaType.String, Description = words };
}
