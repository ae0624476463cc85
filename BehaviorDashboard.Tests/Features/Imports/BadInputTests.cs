using System.IO.Compression;
using System.Text;
using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Imports;

namespace BehaviorDashboard.Tests.Features.Imports;

public class BadInputTests
{
    private const string Header = "customer,time,event,order,product,quantity,price\n";
    private const string Good = "c1,2026-01-01 10:00:00,purchase,o1,p1,1,2.50\n";

    [Theory]
    [InlineData("", "import.empty")]
    [InlineData("\n\n", "import.empty")]
    [InlineData("customer,time,event\n", "import.headerOnly")]
    public void FileWithoutRows_Analyzed_IsRefusedClearly(string text, string code)
    {
        using var world = new ImportWorld();

        Assert.Equal(code, Assert.Single(world.Analyze(world.Write(text)).Problems).Code);
    }

    [Fact]
    public void FileThatIsNotText_Analyzed_IsRefusedClearly()
    {
        using var world = new ImportWorld();
        var png = new byte[5000];
        new Random(1).NextBytes(png);

        Assert.Equal("import.notText", Assert.Single(world.Analyze(world.Write(png)).Problems).Code);
    }

    [Fact]
    public void DamagedGzip_Analyzed_IsRefusedClearly()
    {
        using var world = new ImportWorld();

        Assert.Equal("import.gzip", Assert.Single(world.Analyze(world.Write([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).Problems).Code);
    }

    [Theory]
    [InlineData("gb18030", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    public async Task Encoding_WithAndWithoutMark_IsFound(string encoding, bool mark)
    {
        FileSniffer.Register();
        using var world = new ImportWorld();
        var text = Header + string.Concat(Enumerable.Range(0, 20).Select(i => $"顾客{i},2026-01-01 10:00:00,购买,o{i},绿茶和红茶,1,2.50\n"));
        var codec = Encoding.GetEncoding(encoding);

        var report = await world.ImportAsync(world.Write([.. mark ? codec.GetPreamble() : [], .. codec.GetBytes(text)]));

        Assert.Equal((20, 0, 20), (report.Rows, report.Refused, report.Customers));
        Assert.Equal("绿茶和红茶", (await world.EventsAsync())[0].Product);
    }

    [Fact]
    public async Task WesternFile_InWindows1252_KeepsItsLetters()
    {
        FileSniffer.Register();
        using var world = new ImportWorld();

        await world.ImportAsync(world.Write(Header + "Zoë,2026-01-01,purchase,o1,Crème brûlée €,1,2\n", Encoding.GetEncoding(1252)));

        Assert.Equal("Crème brûlée €", Assert.Single(await world.EventsAsync()).Product);
    }

    [Fact]
    public async Task GzippedFile_IsUnpackedWhileReading()
    {
        using var world = new ImportWorld();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Header + Good));
        }

        Assert.Equal(1, (await world.ImportAsync(world.Write(packed.ToArray()))).Accepted);
    }

    [Fact]
    public async Task BytesOfAnotherEncodingBehindTheSample_RefuseTheirRowOnly()
    {
        using var world = new ImportWorld();
        var text = new StringBuilder(Header);
        while (text.Length < FileSniffer.SampleSize + 1000)
        {
            text.Append(Good);
        }

        byte[] bytes = [.. Encoding.UTF8.GetBytes(text.ToString()), .. "c1,2026-01-01,purchase,o2,"u8, 0xC3, 0x28, .. ",1,2\n"u8, .. Encoding.UTF8.GetBytes(Good)];

        var report = await world.ImportAsync(world.Write(bytes));

        Assert.Equal(1, report.RefusedByReason[RejectReason.Unreadable]);
        Assert.Equal(1, report.Refused);
    }

    [Theory]
    [InlineData("c1,2026-01-01,purchase,o2,p1,1\n", RejectReason.Ragged)]
    [InlineData("c1,2026-01-01,purchase,o2,p1,1,2,3\n", RejectReason.Ragged)]
    [InlineData("c1;2026-01-01;purchase;o2;p1;1;2\n", RejectReason.Ragged)]
    [InlineData("c1,2026-01-01,purchase,o2,\"p1,1,2\n", RejectReason.QuoteNeverClosed)]
    [InlineData("c1,,purchase,o2,p1,1,2\n", RejectReason.NoTime)]
    [InlineData("c1,2026-13-41,purchase,o2,p1,1,2\n", RejectReason.BadTime)]
    [InlineData("c1,soon,purchase,o2,p1,1,2\n", RejectReason.BadTime)]
    [InlineData("c1,1970-01-01 00:00:00,purchase,o2,p1,1,2\n", RejectReason.TimeTooOld)]
    [InlineData("c1,2026-06-03 00:00:00,purchase,o2,p1,1,2\n", RejectReason.TimeInFuture)]
    [InlineData("c1,9999-12-31 23:59:59,purchase,o2,p1,1,2\n", RejectReason.TimeInFuture)]
    [InlineData("c1,2026-01-01,,o2,p1,1,2\n", RejectReason.NoEvent)]
    [InlineData(",2026-01-01,purchase,,p1,1,2\n", RejectReason.NoIdentity)]
    [InlineData("c1,2026-01-01,purchase,o2,p1,two,2\n", RejectReason.NotANumber)]
    [InlineData("c1,2026-01-01,purchase,o2,p1,1,NaN\n", RejectReason.NotFinite)]
    [InlineData("c1,2026-01-01,purchase,o2,p1,-Infinity,1\n", RejectReason.NotFinite)]
    [InlineData("c1,2026-01-01,purchase,o2,p1,1,1e400\n", RejectReason.NumberTooLarge)]
    [InlineData("c1,2026-01-01,purchase,o2,p1,1,99999999999999999999\n", RejectReason.NumberTooLarge)]
    [InlineData("c1,2026-01-01,purchase,o2,p1,999999999,999999999\n", RejectReason.NumberTooLarge)]
    public async Task BadRow_AmongGoodOnes_IsRefusedAloneWithItsReasonAndLine(string row, RejectReason reason)
    {
        using var world = new ImportWorld();

        var report = await world.ImportTextAsync(Header + Good + row + Good);

        Assert.Equal((3, 2, 1), (report.Rows, report.Accepted, report.Refused));
        var example = Assert.Single(report.Examples);
        Assert.Equal((3, reason, row.TrimEnd()), (example.Line, example.Reason, example.Text));
        Assert.Equal($"3,{RefusedFile.Code(reason)},", File.ReadAllLines(world.RefusedPath)[1][..(RefusedFile.Code(reason).Length + 3)]);
    }

    [Fact]
    public async Task MoneyInAnotherCurrency_IsRefused()
    {
        using var world = new ImportWorld { Currency = "EUR" };

        var report = await world.ImportTextAsync("customer,time,event,order,price,currency\nc1,2026-01-01,purchase,o1,1,EUR\nc1,2026-01-01,purchase,o2,1,USD\nc1,2026-01-01,view,,1,USD\n");

        Assert.Equal((1L, 2L), (report.RefusedByReason[RejectReason.OtherCurrency], report.Accepted));
    }

    [Fact]
    public async Task OrderRowWithoutOrderNumber_IsRefused()
    {
        using var world = new ImportWorld();

        var report = await world.ImportTextAsync("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n,A1,x,6,2010-12-01,2.55,1,UK\n");

        Assert.Equal(1, report.RefusedByReason[RejectReason.NoOrder]);
    }

    [Fact]
    public async Task QuotedLineBreaks_LineNumbersOfLaterRows_ArePhysical()
    {
        using var world = new ImportWorld();

        var report = await world.ImportTextAsync(Header + "c1,2026-01-01,purchase,o1,\"two\nlines, \"\"quoted\"\"\",1,2\nbroken\n");

        Assert.Equal(4, Assert.Single(report.Examples).Line);
        Assert.Equal("two\nlines, \"quoted\"", Assert.Single(await world.EventsAsync()).Product);
    }

    [Fact]
    public async Task StrayQuote_ThatPairsWithALaterOne_CostsItsOwnLineOnly()
    {
        using var world = new ImportWorld();

        var report = await world.ImportTextAsync(Header + "c0,2026-01-01,purchase,o1,\"stray,1,2\n" + string.Concat(Enumerable.Repeat(Good, 500)) + "c2,2026-01-01,purchase,o1,\"fine, really\",1,2\n");

        Assert.Equal((502, 501, 1), (report.Rows, report.Accepted, report.Refused));
        Assert.Equal((2, RejectReason.QuoteNeverClosed), (report.Examples[0].Line, report.Examples[0].Reason));
    }

    [Fact]
    public async Task LineBeyondTheLimit_IsSkippedAndTheNextOneRead()
    {
        using var world = new ImportWorld { LineLimit = 10_000 };

        var report = await world.ImportTextAsync(Header + Good + "c1,2026-01-01,purchase,o1," + new string('x', 300_000) + ",1,2\n" + Good);

        Assert.Equal((2L, 1L), (report.Accepted, report.RefusedByReason[RejectReason.LineTooLong]));
        Assert.True(report.Examples[0].Text.Length <= RefusedText.Longest + 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TwoGigabytesOfOneLine_Read_NeverHoldMoreThanTheLimit(bool openQuote)
    {
        const int Limit = 100_000;
        var reader = new CsvReader(new EndlessText(2L * 1024 * 1024 * 1024, openQuote), ',', Limit);

        Assert.Equal(CsvStatus.TooLong, reader.Read());
        Assert.Equal(CsvStatus.End, reader.Read());
        Assert.True(reader.BufferLength <= Limit + (4 * 32 * 1024), $"{reader.BufferLength}");
    }

    [Fact]
    public void FileOfOneEndlessLine_Analyzed_IsRefusedClearly()
    {
        using var world = new ImportWorld { LineLimit = 100_000 };

        Assert.Equal("import.firstLine", Assert.Single(world.Analyze(world.Write(new string('x', 5_000_000))).Problems).Code);
    }

    [Fact]
    public async Task TenThousandEventNames_AreAllKept()
    {
        using var world = new ImportWorld();

        await world.ImportTextAsync("customer,time,event\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"c1,2026-01-01,Thing {i} done\n")));

        Assert.Equal(10_000, (await world.CatalogAsync()).Names.Count);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("שלום עולם")]
    [InlineData("👩‍👩‍👧 🛒")]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("abc \u202Egpj.exe")]
    public async Task StrangeText_InAnyField_IsKeptAsText(string text)
    {
        using var world = new ImportWorld();
        var cell = $"\"{text.Replace("\"", "\"\"")}\"";

        await world.ImportTextAsync($"customer,time,event,product,category,brand,coupon,channel,campaign,device,session,review,search\n{cell},2026-01-01,{string.Join(',', Enumerable.Repeat(cell, 11))}\n");

        var kept = Assert.Single(await world.EventsAsync());
        Assert.All(
            [kept.Name, kept.Product, kept.Category, kept.Brand, kept.Coupon, kept.Channel, kept.Campaign, kept.Device, kept.Session, kept.Review, kept.Search],
            t => Assert.Equal(text, t));
        Assert.Equal(text, (await world.CustomerAsync(text)).Value!.Id);
    }

    [Fact]
    public async Task DatesInThreeFormats_InOneFile_AreAllRead()
    {
        using var world = new ImportWorld();

        var report = await world.ImportTextAsync("customer,time,event\nc1,2026-03-25 10:00:00,view\nc1,25.03.2026 10:00,view\nc1,3/25/2026 10:00 AM,view\n");

        Assert.Equal((3L, 0L), (report.Accepted, report.Refused));
        Assert.Single((await world.EventsAsync()).Select(e => e.Time).Distinct());
    }

    [Fact]
    public async Task CustomerNumberThatWentThroughASpreadsheet_IsTheSameCustomer()
    {
        using var world = new ImportWorld();

        var report = await world.ImportTextAsync(Header + "12583.0,2026-01-01,purchase,o1,p1,1,2\n12583,2026-01-02,purchase,o2,p1,1,2\n'12583,2026-01-03,purchase,o3,p1,1,2\n");

        Assert.Equal(1, report.Customers);
        Assert.Equal("12583", (await world.CustomerAsync("12583")).Value!.Id);
    }

    [Fact]
    public async Task NegativePrice_OfAPurchase_IsARefundAndNoOrder()
    {
        using var world = new ImportWorld();

        var report = await world.ImportTextAsync(Header + Good + "c1,2026-01-02,purchase,o2,p1,1,-1.50\n");

        Assert.Equal((1L, 10_000L), (report.Orders, report.NetRevenue));
        Assert.Equal(EventKind.Refund, (await world.EventsAsync())[1].Kind);
    }

    [Fact]
    public async Task RefusedFormula_InTheDownload_IsGuarded()
    {
        using var world = new ImportWorld();

        await world.ImportTextAsync(Header + "=cmd|' /C calc'!A0\n" + Good);

        Assert.Contains("2,ragged,'=cmd", File.ReadAllText(world.RefusedPath));
    }

    [Fact]
    public async Task StoreOfOneCustomerWithPurchasesOnly_IsImported()
    {
        using var world = new ImportWorld();

        var report = await world.ImportTextAsync(Header + Good);

        Assert.Equal((1L, 1L, 25_000L), (report.Customers, report.Orders, report.NetRevenue));
        Assert.True((await world.CatalogAsync()).OrdersOnly);
    }

    [Fact]
    public async Task StoreOfOneCustomerWithoutPurchases_IsImported()
    {
        using var world = new ImportWorld();

        var report = await world.ImportTextAsync("customer,time,event\nc1,2026-01-01,view\n");

        Assert.Equal((1L, 0L, 0L), (report.Customers, report.Orders, report.NetRevenue));
    }

    private sealed class EndlessText(long length, bool openQuote) : TextReader
    {
        private long _given;

        public override int Read(char[] buffer, int index, int count)
        {
            var given = (int)Math.Min(count, length - _given);
            buffer.AsSpan(index, given).Fill('x');
            if (_given == 0 && openQuote)
            {
                buffer[index] = '"';
            }

            _given += given;
            return given;
        }
    }
}
