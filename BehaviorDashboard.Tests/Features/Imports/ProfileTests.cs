using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Imports;

namespace BehaviorDashboard.Tests.Features.Imports;

public class ProfileTests
{
    private const string Uci = """
        InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
        600001,A1,"LANTERN, RED",6,12/1/2010 8:26,2.55,12583.0,United Kingdom
        600001,A1,"LANTERN, RED",6,12/1/2010 8:26,2.55,12583.0,United Kingdom
        600002,B2,MUG,2,12/13/2010 9:00,3.00,,France
        C600003,A1,"LANTERN, RED",-1,12/14/2010 9:00,2.55,12583,United Kingdom
        600004,C3,,-5,12/14/2010 10:00,0,,United Kingdom
        600005,D4,GIFT,1,12/14/2010 11:00,0,12700,United Kingdom
        A600006,B,Adjust bad debt,1,12/15/2010 9:00,-11062.06,,United Kingdom
        600007,B2,MUG,-1,12/15/2010 9:30,3.00,12700,United Kingdom
        """;

    [Fact]
    public async Task UciFile_WithEveryShapeOfRow_IsReportedAndValued()
    {
        using var world = new ImportWorld();

        var report = await world.ImportTextAsync(Uci);

        Assert.Equal("uci", report.Profile);
        Assert.Equal((8, 0, 2, 3), (report.Rows, report.Refused, report.Customers, report.RowsWithoutCustomer));
        Assert.Equal((7, 2, 1, 1), (report.Invoices, report.Orders, report.CancellationRows, report.CancelledInvoices));
        Assert.Equal((1, 1, 1), (report.Adjustments, report.WriteOffs, report.FreeLines));
        Assert.Equal(Scaled(15.30m + 15.30m + 6m - 2.55m - 3m), report.NetRevenue);
        Assert.Equal(Scaled(15.30m + 15.30m + 6m - 2.55m - 3m - 11062.06m), report.LineTotal);
        Assert.Equal(Scaled(-11062.06m), report.AdjustmentTotal);
        Assert.Equal(new DateTime(2010, 12, 1, 8, 26, 0, DateTimeKind.Utc), report.FirstEvent);
        Assert.Equal("France United Kingdom", string.Join(' ', Uci.Split('\n')[3].Split(',')[^1].Trim(), (await world.CustomerAsync("12583")).Value!.Values["country"]));
    }

    [SkippableFact]
    public async Task OnlineRetail_WholeFile_IsReportedToTheRow()
    {
        var file = ImportWorld.SharedFile("online_retail/online_retail_to_2011-09-09.csv");
        Skip.If(file is null, "The data set is not beside the project (shared/data, in a folder above).");
        using var world = new ImportWorld();

        var report = await world.ImportAsync(file);

        Assert.Equal((334_054L, 0L, 17_086L, 3_412L, 91_927L, 6_031L), (report.Rows, report.Refused, report.Invoices, report.Customers, report.RowsWithoutCustomer, report.CancellationRows));
        Assert.Equal((new DateTime(2010, 12, 1, 8, 26, 0), new DateTime(2011, 9, 9, 17, 52, 0)), (report.FirstEvent, report.LastEvent));
        Assert.Equal(6_013_039.54m, decimal.Round((decimal)report.LineTotal / 10_000, 2));
        Assert.Equal(report.LineTotal - report.AdjustmentTotal, report.NetRevenue);
        Assert.Equal(2, report.Adjustments);
        Assert.Equal(946 + 886, report.WriteOffs + report.FreeLines);
    }

    [Fact]
    public async Task SameFileTwice_SecondTime_AddsNothing()
    {
        using var world = new ImportWorld();
        await world.ImportTextAsync(Uci);
        var once = await world.CatalogAsync();

        var again = await world.ImportTextAsync(Uci.Replace(',', ';').Replace("\"LANTERN; RED\"", "LANTERN, RED").Replace("\n", "\r\n"));

        Assert.Equal((0, 8), (again.Accepted, again.Duplicates));
        Assert.Equal(once.Events, (await world.CatalogAsync()).Events);
        Assert.Equal(2, (await world.EventsAsync()).Count(e => e.Order == "600001"));
    }

    [Fact]
    public async Task UciSecondEdition_IsRecognisedByItsNames()
    {
        using var world = new ImportWorld();

        var report = await world.ImportTextAsync("Country,Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID\nUnited Kingdom,489434,85048,LIGHTS,12,2009-12-01 07:45:00,6.95,13085.0\n");

        Assert.Equal(("uci", 1L, Scaled(83.4m)), (report.Profile, report.Customers, report.NetRevenue));
    }

    [Fact]
    public async Task Rees46File_PurchasesOfOneSession_AreOneOrder()
    {
        using var world = new ImportWorld { Currency = "USD" };

        var report = await world.ImportTextAsync("""
            event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session
            2019-10-01 00:00:00 UTC,view,1,77,,acme,35.79,5,s1
            2019-10-01 00:01:00 UTC,cart,1,77,electronics.audio,acme,35.79,5,s1
            2019-10-01 00:01:30 UTC,remove_from_cart,1,77,electronics.audio,acme,35.79,5,s1
            2019-10-01 00:02:00 UTC,purchase,1,77,electronics.audio,acme,35.79,5,s1
            2019-10-01 00:02:00 UTC,purchase,2,77,,,10.00,5,s1
            2019-10-01 00:02:0
            """);

        Assert.Equal(("rees46", 6L, 1L, 1L), (report.Profile, report.Rows, report.Refused, report.Orders));
        Assert.Equal(1, report.RefusedByReason[RejectReason.Ragged]);
        Assert.Equal(Scaled(45.79m), report.NetRevenue);
        var events = await world.EventsAsync();
        Assert.Equal([EventKind.View, EventKind.CartAdd, EventKind.CartRemove], events.Take(3).Select(e => e.Kind));
        Assert.Equal("77", events[0].Category);
    }

    [Fact]
    public async Task ShopifyFile_OrderFieldsOnFirstRowOnly_GivesNetOrdersRefundsAndConsent()
    {
        using var world = new ImportWorld { Currency = "USD" };

        var report = await world.ImportTextAsync(Shopify);

        Assert.Equal("shopify", report.Profile);
        Assert.Equal((4, 0, 3, 2), (report.Rows, report.Refused, report.Orders, report.Customers));
        var events = await world.EventsAsync();
        var first = events.Where(e => e.Order == "#1001").ToList();
        Assert.Equal(Scaled(57m), first.Sum(e => e.Value));
        Assert.Equal(Scaled(5m), first.Sum(e => e.Discount));
        Assert.Equal(new DateTime(2026, 3, 1, 15, 14, 30, DateTimeKind.Utc), first[0].Time);
        Assert.Equal((1, 1), (report.Kinds[EventKind.Refund], report.RowsWithoutCustomer - 1));
        Assert.Equal([EventKind.Purchase, EventKind.Cancel], events.Where(e => e.Order == "#1003").Select(e => e.Kind));
        Assert.Equal(Scaled(57m + 9m), report.NetRevenue);
        var ann = (await world.CustomerAsync("ann@example.com")).Value!;
        Assert.Equal("Ann Example", ann.Name);
        Assert.Equal(true, ann.Values["consent"]);
        Assert.Equal(false, (await world.CustomerAsync("bob@example.com")).Value!.Values["consent"]);
    }

    [Fact]
    public async Task ShopifyExport_TakenAgainAfterCancellation_AddsTheCancellationOnly()
    {
        using var world = new ImportWorld { Currency = "USD" };
        await world.ImportTextAsync(Shopify.Replace("2026-03-12 10:00:00 -0500,", ","));

        var again = await world.ImportTextAsync(Shopify);

        Assert.Equal(1, again.Accepted);
        Assert.Equal(1, (await world.EventsAsync()).Count(e => e.Kind == EventKind.Cancel));
    }

    private const string Shopify = """
        Name,Email,Financial Status,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Zip,Cancelled at,Refunded Amount,Id,Source,Lineitem discount
        #1001,Ann@Example.com,paid,yes,USD,57.00,5.00,4.56,66.56,FALL5,5.00,2026-03-01 10:14:30 -0500,2,Fern Print - A4,21.00,FERN-A4,Ann Example,'02928,,0.00,5550000001,web,0.00
        #1001,Ann@Example.com,,,,,,,,,,2026-03-01 10:14:30 -0500,1,Tote Bag,20.00,TOTE,,,,,,,0.00
        #1002,,partially_refunded,no,USD,18.00,0.00,0.00,18.00,,0.00,2026-03-10 09:00:00 -0500,1,Mug,18.00,MUG,Guest,,,9.00,5550000002,pos,0.00
        #1003,bob@example.com,refunded,no,USD,18.00,0.00,0.00,18.00,,0.00,2026-03-11 09:00:00 -0500,1,Mug,18.00,MUG,Bob,,2026-03-12 10:00:00 -0500,18.00,5550000003,web,0.00
        """;

    [Fact]
    public async Task MachineFormat_KeepsNamesPropertiesAndTraits()
    {
        using var world = new ImportWorld { Currency = "EUR" };

        var report = await world.ImportTextAsync("""
            {"id":"e1","customer":"c1","anonymous":"a1","time":"2026-01-01T00:00:01Z","event":"Product Viewed","product":"p1","properties":{"url":"u1"}}
            {"id":"e2","customer":"c1","time":"2026-01-01T00:00:02.5+01:00","event":"Order Completed","order":"o1","product":"p1","price":9.9,"quantity":2,"discount":1.8,"currency":"EUR","size":"XL"}
            {"id":"e1","customer":"c1","anonymous":"a1","time":"2026-01-01T00:00:01Z","event":"Product Viewed","product":"p1","properties":{"url":"u1"}}
            {"id":"e3","customer":"c1","time":1767225700000,"event":"Wheel Spun","search":"红茶 🍵"}
            {"id":"e4","customer":"c1","time":"2026-01-02","event":"Customer Updated","properties":{"name":"Zoë","email":"z@example.com","marketing_consent":false,"profiling_consent":true}}
            {"id":"e5","time":"2026-01-02","event":"Product Viewed"}
            {"id":"e6","customer":"c1","time":"2026-01-02"}
            not json
            {"id":"e7","customer":"c1","time":"2026-01-02","event":"Product Reviewed","rating":5,"review":"<script>alert(1)</script>"}
            """);

        Assert.Equal(("events", 9L, 5L, 1L, 3L), (report.Profile, report.Rows, report.Accepted, report.Duplicates, report.Refused));
        Assert.Equal([RejectReason.NotJson, RejectReason.NoEvent, RejectReason.NoIdentity], report.RefusedByReason.Keys);
        Assert.Equal(Scaled(18m), report.NetRevenue);
        var events = await world.EventsAsync();
        Assert.Equal("{\"url\":\"u1\"}", events.Single(e => e.Kind == EventKind.View).Properties);
        Assert.Equal("{\"size\":\"XL\"}", events.Single(e => e.Kind == EventKind.Purchase).Properties);
        Assert.Equal("红茶 🍵", events.Single(e => e.Name == "Wheel Spun").Search);
        Assert.Equal("<script>alert(1)</script>", events.Single(e => e.Kind == EventKind.Review).Review);
        var customer = (await world.CustomerAsync("c1")).Value!;
        Assert.Equal(("Zoë", false), (customer.Name, customer.Values["consent"]));
    }

    [Fact]
    public async Task GenericFile_ChineseHeadersAndMapping_IsRead()
    {
        using var world = new ImportWorld { Currency = "CNY" };

        var report = await world.ImportTextAsync("订单编号,买家昵称,下单时间,商品名称,数量,实付金额(元)\n=\"8001\",小明,2026年3月4日 10:00,绿茶,2,￥1,200.50\n".Replace("￥1,200.50", "\"￥1,200.50\""));

        Assert.Equal(("generic", 1L, 1L, Scaled(1200.5m)), (report.Profile, report.Orders, report.Customers, report.NetRevenue));
        Assert.Equal("8001", Assert.Single(await world.EventsAsync()).Order);
    }

    [Fact]
    public async Task GenericFile_CorrectedMapping_StandsAboveTheProposal()
    {
        using var world = new ImportWorld();
        var mapping = new ImportMapping(Columns: new Dictionary<ImportField, string> { [ImportField.Time] = "wann", [ImportField.Customer] = "wer", [ImportField.Event] = "was" }, TimeZone: "Europe/Berlin");

        var report = await world.ImportTextAsync("wer;wann;was\nk1;15.01.2026 12:00;pv\nk1;15.07.2025 12:00;加购\n", mapping);

        Assert.Equal(0, report.Refused);
        Assert.Equal([new DateTime(2025, 7, 15, 10, 0, 0, DateTimeKind.Utc), new DateTime(2026, 1, 15, 11, 0, 0, DateTimeKind.Utc)], (await world.EventsAsync()).Select(e => e.Time));
        Assert.Equal([EventKind.CartAdd, EventKind.View], (await world.EventsAsync()).Select(e => e.Kind));
    }

    internal static long Scaled(decimal amount) => BehaviorDashboard.Kernel.Money.ToScaled(amount);
}
