using System.Globalization;
using System.Security.Claims;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Ui;
using BehaviorDashboard.Workspace;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using MudBlazor;

namespace BehaviorDashboard.Features.Imports;

/// <summary>Data: files become events.</summary>
public static class ImportsRoom
{
    private const string Example = """{"id":"e1","customer":"c1","time":"2026-01-01T00:00:01Z","event":"Product Viewed","product":"p1","price":9.9,"session":"s1"}""" + "\n";

    public static IServiceCollection AddImports(this IServiceCollection services)
    {
        services.AddOptions<ImportOptions>().BindConfiguration(ImportOptions.Section).ValidateDataAnnotations();
        return services
            .AddSingleton<Spool>()
            .AddScoped<ImportsQuery>()
            .AddScoped<IRunJob, ImportJob>()
            .AddScoped<IRunJob, MergeJob>()
            .AddSingleton(new NavEntry(NavGroup.SetUp, 0, Icons.Material.Outlined.UploadFile, typeof(ImportsText), "Nav", "data", MemberRole.Viewer));
    }

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        var imports = routes.MapGroup("/api/v1/stores/{store}/imports").WithTags("Imports");
        imports.MapPost("", ImportAsync).RequireAuthorization(Access.ApiWrite).WithName("CreateImport")
            .WithSummary("Takes a file and imports it; with dryRun=true it is only counted.")
            .WithDescription("The body is the file itself, or a form whose first file counts. What it is, is told by its bytes, not by its content type.")
            .WithMetadata(new RequestExample("application/octet-stream", Example))
            .Produces(StatusCodes.Status202Accepted).Produces(StatusCodes.Status200OK).ProducesProblem(StatusCodes.Status413PayloadTooLarge).DisableAntiforgery();
        imports.MapGet("", ListAsync).RequireAuthorization(Access.ApiRead).WithName("ListImports").WithSummary("Imports, latest first.");
        imports.MapGet("{id:guid}", FindAsync).RequireAuthorization(Access.ApiRead).WithName("GetImport").WithSummary("State and counts of an import.");
        imports.MapGet("{id:guid}/refused", RefusedAsync).RequireAuthorization(Access.ApiRead).WithName("GetRefusedRows").WithSummary("Refused rows as CSV: line, reason, text.").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        imports.MapPost("{id:guid}/cancel", CancelAsync).RequireAuthorization(Access.ApiWrite).WithName("CancelImport").WithSummary("Stops an import; nothing of it stays.");

        routes.MapPost("/s/{store}/data/upload", UploadAsync).RequireAuthorization(Access.Marketer).ExcludeFromDescription().DisableAntiforgery();
        routes.MapGet("/s/{store}/data/{id:guid}/refused", RefusedAsync).RequireAuthorization(Access.Viewer).ExcludeFromDescription();
    }

    private static async Task<IResult> ImportAsync(
        string store, HttpRequest request, ImportsQuery query, StoreDirectory stores, IOptions<ImportOptions> options, ClaimsPrincipal caller, CancellationToken ct,
        string? name = null, string? profile = null, string? mapping = null, bool dryRun = false)
    {
        if (await FindStoreAsync(store, stores, ct) is not { } found)
        {
            return Results.NotFound();
        }

        var body = await ReadAsync(request, options.Value, name, mapping, ct);
        var parsed = ImportMapping.Parse(body.Mapping);
        if (!parsed.Succeeded)
        {
            return Refusal.From(parsed.Problems);
        }

        var file = await query.HandInAsync(found.Id, body.Name, body.Content, request.ContentLength, caller.Identity?.Name, ct);
        if (!file.Succeeded)
        {
            return Refusal.From(file.Problems, file.Problems[0].Code == "import.disk" ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status413PayloadTooLarge);
        }

        var wanted = profile is null ? parsed.Value : parsed.Value with { Profile = profile };
        return dryRun ? await CheckAsync(found, file.Value, wanted, query, ct) : await StartAsync(found, file.Value, wanted, query, caller, ct);
    }

    private static async Task<IResult> CheckAsync(Store store, SpooledFile file, ImportMapping mapping, ImportsQuery query, CancellationToken ct)
    {
        try
        {
            var report = await query.CheckAsync(store.Id, file.Id, mapping, null, ct);
            return report.Succeeded ? Results.Ok(Shape(report.Value)) : Refusal.From(report.Problems);
        }
        finally
        {
            query.Forget(store.Id, file.Id);
        }
    }

    private static async Task<IResult> StartAsync(Store store, SpooledFile file, ImportMapping mapping, ImportsQuery query, ClaimsPrincipal caller, CancellationToken ct)
    {
        var import = await query.StartAsync(store.Id, file.Id, mapping, caller.Identity?.Name, ct);
        if (!import.Succeeded)
        {
            query.Forget(store.Id, file.Id);
            return Refusal.From(import.Problems);
        }

        return Results.Accepted($"/api/v1/stores/{store.Id}/imports/{import.Value.Id}", new { id = import.Value.Id });
    }

    /// <summary>For the page: hands a file in and answers its id. The token is the page's own.</summary>
    private static async Task<IResult> UploadAsync(
        string store, string name, HttpContext http, IAntiforgery antiforgery, ImportsQuery query, StoreDirectory stores, IOptions<ImportOptions> options, CancellationToken ct)
    {
        Unlimit(http.Request, options.Value);
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Refusal.From(new Problem("page.token", "This page is too old. Load it again, then hand the file in."));
        }

        if (await FindStoreAsync(store, stores, ct) is not { } found)
        {
            return Results.NotFound();
        }

        var file = await query.HandInAsync(found.Id, name, http.Request.Body, http.Request.ContentLength, http.User.Identity?.Name, ct);
        return file.Succeeded ? Results.Ok(new { id = file.Value.Id }) : Refusal.From(file.Problems);
    }

    private static async Task<IResult> ListAsync(string store, ImportsQuery query, StoreDirectory stores, CancellationToken ct) =>
        await FindStoreAsync(store, stores, ct) is { } found
            ? Results.Ok(new { imports = (await query.ListAsync(found.Id, ct)).Select(i => Shape(i, found.Currency)) })
            : Results.NotFound();

    private static async Task<IResult> FindAsync(string store, Guid id, ImportsQuery query, StoreDirectory stores, CancellationToken ct)
    {
        if (await FindStoreAsync(store, stores, ct) is not { } found)
        {
            return Results.NotFound();
        }

        var import = await query.FindAsync(found.Id, id, ct);
        return import.Succeeded ? Results.Ok(Shape(import.Value, found.Currency)) : Refusal.From(import.Problems);
    }

    private static async Task<IResult> RefusedAsync(string store, Guid id, ImportsQuery query, StoreDirectory stores, CancellationToken ct)
    {
        if (await FindStoreAsync(store, stores, ct) is not { } found)
        {
            return Results.NotFound();
        }

        var import = await query.FindAsync(found.Id, id, ct);
        if (!import.Succeeded)
        {
            return Refusal.From(import.Problems);
        }

        return import.Value.Record.RefusedPath is { } path && File.Exists(path)
            ? Results.File(path, "text/csv; charset=utf-8", $"refused-{id:N}.csv")
            : Results.Text("line,reason,text\r\n", "text/csv; charset=utf-8");
    }

    private static async Task<IResult> CancelAsync(string store, Guid id, ImportsQuery query, StoreDirectory stores, CancellationToken ct)
    {
        if (await FindStoreAsync(store, stores, ct) is not { } found)
        {
            return Results.NotFound();
        }

        var cancelled = await query.CancelAsync(found.Id, id, ct);
        return cancelled.Succeeded ? Results.Ok(Shape(cancelled.Value, found.Currency)) : Refusal.From(cancelled.Problems);
    }

    /// <summary>The body itself is the file; in a form it is the first part with a file name, and a field <c>mapping</c> before it counts.</summary>
    private static async Task<(Stream Content, string Name, string? Mapping)> ReadAsync(HttpRequest request, ImportOptions options, string? name, string? mapping, CancellationToken ct)
    {
        Unlimit(request, options);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != "multipart/form-data")
        {
            return (request.Body, name ?? "file", mapping);
        }

        var form = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? "", request.Body);
        while (await form.ReadNextSectionAsync(ct) is { } section)
        {
            if (section.AsFileSection() is { } file)
            {
                return (file.FileStream ?? Stream.Null, name ?? file.FileName, mapping);
            }

            mapping = section.AsFormDataSection() is { Name: "mapping" } field ? await field.GetValueAsync(ct) : mapping;
        }

        return (Stream.Null, name ?? "file", mapping);
    }

    // The spool counts the bytes itself and refuses with a sentence.
    private static void Unlimit(HttpRequest request, ImportOptions options)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = options.MaximumBytes + (1 << 20);
        }
    }

    private static async Task<Store?> FindStoreAsync(string store, StoreDirectory stores, CancellationToken ct) =>
        StoreId.TryParse(store, out var id) ? await stores.FindAsync(id, ct) : null;

    private static object Shape(ImportView import, string currency)
    {
        var counts = import.Record.Counts;
        return new
        {
            id = import.Record.Id,
            name = import.Record.FileName,
            state = import.State.ToString().ToLowerInvariant(),
            progress = import.Progress,
            profile = import.Record.Profile,
            rows = counts.Rows,
            accepted = counts.Accepted,
            duplicates = counts.Duplicates,
            refused = counts.Refused,
            refusedByReason = counts.RefusedByReason,
            customers = counts.Customers,
            orders = counts.Orders,
            netRevenue = Amount(counts.NetRevenue, currency),
            firstEvent = Utc(counts.FirstEvent),
            lastEvent = Utc(counts.LastEvent),
            error = import.Record.Error,
            errorCode = import.Record.ErrorCode,
            created = import.Record.Created,
        };
    }

    private static object Shape(ImportReport report) => new
    {
        profile = report.Profile,
        encoding = report.Encoding,
        delimiter = report.Delimiter.ToString(CultureInfo.InvariantCulture),
        hasHeader = report.HasHeader,
        timeZone = report.TimeZone,
        rows = report.Rows,
        accepted = report.Accepted,
        duplicates = report.Duplicates,
        refused = report.Refused,
        refusedByReason = report.RefusedByReason.ToDictionary(r => RefusedFile.Code(r.Key), r => r.Value),
        examples = report.Examples.Select(e => new { line = e.Line, reason = RefusedFile.Code(e.Reason), text = e.Text }),
        customers = report.Customers,
        rowsWithoutCustomer = report.RowsWithoutCustomer,
        orders = report.Orders,
        netRevenue = Amount(report.NetRevenue, report.Currency),
        firstEvent = Utc(report.FirstEvent),
        lastEvent = Utc(report.LastEvent),
        invoices = report.Invoices,
        cancellationRows = report.CancellationRows,
        lineTotal = Amount(report.LineTotal, report.Currency),
        writeOffs = report.WriteOffs,
        adjustments = report.Adjustments,
    };

    private static object Amount(long scaled, string currency) => new { amount = (decimal)scaled / Money.Scale, currency };

    private static DateTime? Utc(DateTime? instant) => instant is { } at ? DateTime.SpecifyKind(at, DateTimeKind.Utc) : null;
}
