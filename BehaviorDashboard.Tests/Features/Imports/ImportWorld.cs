using System.Text;
using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Imports;
using BehaviorDashboard.Kernel;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Tests.Features.Imports;

/// <summary>A store in a temporary folder, and the import pipeline in front of it.</summary>
internal sealed class ImportWorld : IDisposable
{
    public static readonly StoreId Store = new("shop");
    public static readonly DateTime Now = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imports");
    private readonly EventStores _stores;
    private int _files;

    public ImportWorld() => _stores = new EventStores(Options.Create(new EventsOptions { Folder = Path.Combine(_folder.FullName, "stores"), Threads = 1 }), TimeProvider.System);

    public int LineLimit { get; init; } = 1 << 20;

    public string Currency { get; init; } = "GBP";

    public StoreCalendar Calendar { get; init; } = StoreCalendar.Utc;

    public string Folder => _folder.FullName;

    public string RefusedPath => Path.Combine(_folder.FullName, "refused.csv");

    public string Write(string text, Encoding? encoding = null)
    {
        var bytes = (encoding ?? new UTF8Encoding(false)).GetBytes(text);
        return Write([.. (encoding?.GetPreamble() ?? []), .. bytes]);
    }

    public string Write(byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, $"file{_files++}");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public Outcome<FileShape> Analyze(string path, ImportMapping? mapping = null) => FileAnalysis.Analyze(path, mapping ?? new ImportMapping(), LineLimit);

    public async Task<ImportReport> ImportAsync(string path, ImportMapping? mapping = null, bool dryRun = false)
    {
        var plan = Plan(path, mapping);
        await using var batch = await new EventWriter(_stores, TimeProvider.System).BeginAsync(Store, Guid.NewGuid(), default, plan.Fills, plan.Says);
        ImportTally tally;
        using (var refused = new RefusedFile(RefusedPath, 1000))
        {
            tally = await new ImportPipeline(plan, refused).FillAsync(path, batch, null, default);
        }

        var report = tally.Report(plan.Shape, plan.Calendar.Zone.Id, plan.Currency, await batch.SummarizeAsync(default));
        if (!dryRun)
        {
            await batch.CommitAsync(null, default);
        }

        return report;
    }

    public Task<ImportReport> ImportTextAsync(string text, ImportMapping? mapping = null) => ImportAsync(Write(text), mapping);

    public Task<EventCatalog> CatalogAsync() => new EventCatalogReader(_stores).ReadAsync(Store, default);

    /// <summary>Every event of the store, in timeline order.</summary>
    public async Task<IReadOnlyList<EventRow>> EventsAsync() =>
        (await new TimelineReader(_stores).FoldAsync(Store, _ => new AllEvents(), default)).Rows;

    public Task<Outcome<CustomerRow>> CustomerAsync(string id) => new CustomerReader(_stores).FindAsync(Store, id, default);

    public void Dispose()
    {
        _stores.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>A file of the shared data in a folder above the tests; null where there is none.</summary>
    public static string? SharedFile(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    private ImportPlan Plan(string path, ImportMapping? mapping)
    {
        var shape = Analyze(path, mapping);
        Assert.True(shape.Succeeded, shape.Problems.FirstOrDefault()?.Message);
        var plan = ImportPlan.Create(shape.Value, mapping ?? new ImportMapping(), Currency, Calendar, Now, LineLimit);
        Assert.True(plan.Succeeded, plan.Problems.FirstOrDefault()?.Message);
        return plan.Value;
    }

    private sealed class AllEvents : ITimelineFold<AllEvents>
    {
        public List<EventRow> Rows { get; } = [];

        public EventColumns Columns => (EventColumns)~0;

        public void Start(int customer)
        {
        }

        public void Event(TimelineEvent e) => Rows.Add(new EventRow
        {
            Customer = e.Customer > 0 ? "known" : null,
            Time = e.Time,
            Kind = e.Kind,
            Name = e.Name,
            Product = e.Product,
            Category = e.Category,
            Brand = e.Brand,
            Quantity = e.Quantity,
            Price = e.Price,
            Value = e.Value,
            Discount = e.Discount,
            Order = e.Order,
            Session = e.Session,
            Channel = e.Channel,
            Campaign = e.Campaign,
            Device = e.Device,
            Coupon = e.Coupon,
            Search = e.Search,
            Review = e.Review,
            Rating = e.Rating,
            Properties = e.Properties,
        });

        public void End()
        {
        }

        public void Merge(AllEvents other) => Rows.AddRange(other.Rows);
    }
}
