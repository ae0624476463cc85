using System.Security.Cryptography;
using BehaviorDashboard.Features.Samples;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Features.Samples;

public sealed class SampleWorldTests(SampleRowsFixture world) : IClassFixture<SampleRowsFixture>
{
    private static readonly string[] EveryKind =
    [
        "Customer Updated", "Session Started", "Product List Viewed", "Products Searched", "Product Viewed", "Product Added to Wishlist", "Product Added",
        "Product Removed", "Checkout Started", "Shipping Cost Shown", "Payment Failed", "Order Completed", "Order Refunded", "Order Cancelled",
        "Product Reviewed", "Support Contacted", "Message Sent", "Message Opened", "Message Clicked", "Experiment Assigned", "Signed In",
    ];

    [Fact]
    public void World_Lines_HoldEveryKindAndNothingElse() =>
        Assert.Equal(EveryKind.Order(StringComparer.Ordinal), world.Rows.Select(r => r.Event).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void World_OfTwentyThousand_WouldHoldOneToTwoMillionEvents()
    {
        Assert.Equal(world.Written, world.Rows.Count);
        Assert.InRange(world.Written * 20_000 / world.Shape.Customers, 1_000_000, 2_000_000);
    }

    [Fact]
    public void World_Ids_AreDistinct() => Assert.Equal(world.Rows.Count, world.Rows.Select(r => r.Id).Distinct().Count());

    [Fact]
    public void World_Times_LieInsideTheYearOfTheStoresCalendar()
    {
        var (from, until) = world.Shape.Calendar.Instants(new DateRange(world.Shape.Start, world.Shape.End));

        Assert.All(world.Rows, r => Assert.True(r.Time.ToUniversalTime() >= from && r.Time.ToUniversalTime() < until, r.Id));
        Assert.Equal(365, world.Rows.Select(r => world.Shape.Calendar.DayOf(r.Time.ToUniversalTime())).Distinct().Count());
    }

    [Fact]
    public void World_EveryLine_NamesSomebody() => Assert.All(world.Rows, r => Assert.True(r.Customer is not null || r.Anonymous is not null));

    [Fact]
    public void World_Customers_AreIntroducedOnce()
    {
        var introduced = world.Rows.Where(r => r.Event == "Customer Updated").ToList();

        Assert.Equal(world.Shape.Customers, introduced.Select(r => r.Customer).Distinct().Count());
        Assert.Equal(world.Shape.Customers, introduced.Count);
        Assert.All(introduced, r => Assert.EndsWith("@example.com", r.Properties!.Value.GetProperty("email").GetString(), StringComparison.Ordinal));
        Truth.Share(PlantedTruths.MarketingRefusedShare, introduced.Count(r => !r.Properties!.Value.GetProperty("marketing_consent").GetBoolean()), introduced.Count);
    }

    [Fact]
    public void World_Messages_GoOnlyToThoseWhoAgreed()
    {
        var refused = world.Rows.Where(r => r.Event == "Customer Updated" && !r.Properties!.Value.GetProperty("marketing_consent").GetBoolean()).Select(r => r.Customer).ToHashSet();

        Assert.NotEmpty(refused);
        Assert.DoesNotContain(world.Rows, r => r.Event == "Message Sent" && refused.Contains(r.Customer));
    }

    [Fact]
    public void World_OrderLines_AddUp() =>
        Assert.All(world.Rows.Where(r => r.Event == "Order Completed"), r =>
        {
            Assert.Equal((r.Price!.Value * r.Quantity!.Value) - (r.Discount ?? 0), r.Value);
            Assert.Equal("EUR", r.Currency);
            Assert.NotNull(r.Order);
            Assert.NotNull(r.Cart);
        });

    [Fact]
    public void World_RefundsAndCancels_NameAnOrderAndNeverExceedIt()
    {
        var orders = world.Rows.Where(r => r.Event == "Order Completed").GroupBy(r => r.Order!).ToDictionary(g => g.Key, g => g.Sum(r => r.Value!.Value));
        var reversed = world.Rows.Where(r => r.Event is "Order Refunded" or "Order Cancelled").ToList();

        Assert.NotEmpty(reversed);
        Assert.All(reversed, r => Assert.InRange(-r.Value!.Value, 0, orders[r.Order!]));
    }

    [Fact]
    public void World_Texts_SpeakBothLanguages()
    {
        Assert.Contains(world.Rows, r => r.Search == "耳机");
        Assert.Contains(world.Rows, r => r.Search == "headphones");
        Assert.Contains(world.Rows, r => r.Review?.Contains("满意") == true && r.Rating >= 4);
        Assert.Contains(world.Rows, r => r.Review?.Contains("disappointed") == true && r.Rating <= 2);
        Assert.InRange(world.Rows.Where(r => r.Product is not null).Select(r => r.Product).Distinct().Count(), 700, 800);
        Assert.Equal(40, world.Rows.Where(r => r.Brand is not null).Select(r => r.Brand).Distinct().Count());
        Assert.Equal(12, world.Rows.Where(r => r.Category is not null).Select(r => r.Category).Distinct().Count());
    }

    [Fact]
    public void World_Archetypes_AreNowhereInTheData()
    {
        var names = Enum.GetNames<Archetype>().Select(n => n.ToUpperInvariant()).ToArray();

        Assert.DoesNotContain(world.Rows, r => r.Properties is { } p && names.Any(n => p.GetRawText().ToUpperInvariant().Replace("_", "").Contains(n, StringComparison.Ordinal)));
    }

    [Fact]
    public void World_SomeAnonymousVisits_AreJoinedToACustomerLater()
    {
        var links = world.Rows.Where(r => r.Event == "Signed In").ToList();

        Assert.All(links, r => Assert.True(r.Customer is not null && r.Anonymous is not null));
        Assert.All(links, r => Assert.Contains(world.Sessions[r.Session!], e => e.Customer is null && e.Anonymous == r.Anonymous));
        Assert.True(links.Count > world.Shape.Customers / 8);
        Assert.DoesNotContain(world.Rows.Where(r => r.Customer is null), r => r.Event == "Order Completed");
    }

    [Fact]
    public async Task World_SameSeed_SameBytes()
    {
        var first = await HashOf(SampleRowsFixture.ShapeOf(600));

        Assert.Equal(first, await HashOf(SampleRowsFixture.ShapeOf(600)));
        Assert.NotEqual(first, await HashOf(SampleRowsFixture.ShapeOf(600, seed: 8)));
    }

    [Fact]
    public async Task World_Cancelled_Stops()
    {
        using var stop = new CancellationTokenSource();
        var progress = new StopAtFirst(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new SampleWorld(SampleRowsFixture.ShapeOf(3000)).WriteAsync(Stream.Null, progress, stop.Token));
        Assert.True(progress.Last < 1);
    }

    [Theory]
    [InlineData("CNY", "Asia/Shanghai")]
    [InlineData("JPY", "Asia/Tokyo")]
    [InlineData("USD", "America/New_York")]
    public async Task World_OfAnotherStore_FollowsItsCurrencyAndZone(string currency, string zone)
    {
        using var file = new MemoryStream();
        var shape = SampleRowsFixture.ShapeOf(300) with { Currency = currency, Calendar = new StoreCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone)) };
        await new SampleWorld(shape).WriteAsync(file, null, default);
        var rows = System.Text.Encoding.UTF8.GetString(file.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(SampleRow.Parse).ToList();

        Assert.Equal([currency], rows.Where(r => r.Currency is not null).Select(r => r.Currency).Distinct());
        Assert.True(rows.Max(r => shape.Calendar.DayOf(r.Time.ToUniversalTime())) == shape.End);
        var mean = rows.Where(r => r.Event == "Order Completed").Average(r => r.Price!.Value);
        Assert.InRange(mean, currency == "JPY" ? 2000 : currency == "CNY" ? 100 : 10, currency == "JPY" ? 40_000 : currency == "CNY" ? 2000 : 300);
    }

    private static async Task<string> HashOf(SampleShape shape)
    {
        using var file = new MemoryStream();
        await new SampleWorld(shape).WriteAsync(file, null, default);
        return Convert.ToHexString(SHA256.HashData(file.ToArray()));
    }

    private sealed class StopAtFirst(CancellationTokenSource stop) : IProgress<double>
    {
        public double Last { get; private set; }

        public void Report(double value)
        {
            Last = value;
            stop.Cancel();
        }
    }
}
