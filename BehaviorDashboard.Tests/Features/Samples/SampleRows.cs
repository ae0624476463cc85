using System.Text.Json;
using System.Text.Json.Serialization;
using BehaviorDashboard.Features.Samples;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Features.Samples;

internal sealed record SampleRow
{
    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public string Id { get; init; } = "";
    public string? Customer { get; init; }
    public string? Anonymous { get; init; }
    public DateTime Time { get; init; }
    public string Event { get; init; } = "";
    public string? Product { get; init; }
    [JsonPropertyName("product_name")] public string? ProductName { get; init; }
    public string? Category { get; init; }
    public string? Brand { get; init; }
    public decimal? Price { get; init; }
    public int? Quantity { get; init; }
    public decimal? Value { get; init; }
    public decimal? Discount { get; init; }
    public string? Currency { get; init; }
    public string? Coupon { get; init; }
    public string? Order { get; init; }
    public string? Cart { get; init; }
    public string? Session { get; init; }
    public string? Channel { get; init; }
    public string? Campaign { get; init; }
    public string? Device { get; init; }
    public string? Page { get; init; }
    public string? Search { get; init; }
    public int? Rating { get; init; }
    public string? Review { get; init; }
    public JsonElement? Properties { get; init; }

    public int Number => int.Parse(Customer![1..], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Keys outside the machine format fail here.</summary>
    public static SampleRow Parse(string line) => JsonSerializer.Deserialize<SampleRow>(line, Names)!;
}

/// <summary>One world, large enough for its truths to show, generated and read once for the tests of this folder.</summary>
public sealed class SampleRowsFixture : IAsyncLifetime
{
    public SampleShape Shape { get; } = SampleRowsFixture.ShapeOf(5000);

    internal List<SampleRow> Rows { get; } = [];

    internal ILookup<string, SampleRow> Sessions { get; private set; } = null!;

    internal ILookup<int, SampleRow> Customers { get; private set; } = null!;

    public long Written { get; private set; }

    public static SampleShape ShapeOf(int customers, int seed = 7) =>
        new(customers, seed, new DateOnly(2026, 6, 30), new StoreCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")), "EUR");

    public async Task InitializeAsync()
    {
        using var file = new MemoryStream();
        Written = await new SampleWorld(Shape).WriteAsync(file, null, default);
        file.Position = 0;
        using var reader = new StreamReader(file);
        while (await reader.ReadLineAsync() is { } line)
        {
            Rows.Add(SampleRow.Parse(line));
        }

        Sessions = Rows.Where(r => r.Session is not null).ToLookup(r => r.Session!);
        Customers = Rows.Where(r => r.Customer is not null).ToLookup(r => r.Number);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public Archetype ArchetypeOf(int customer) => PlantedTruths.ArchetypeOf(Shape.Seed, customer);

    public DateTime LocalTime(DateTime utc) => Shape.Calendar.ToLocal(utc);
}
