using System.Globalization;
using System.Text;

namespace BehaviorDashboard.Benchmarks;

/// <summary>A seeded file in the REES46 layout: visits, carts and purchases of customers who return, in time order as a shop would export it.</summary>
internal static class Rees46World
{
    public const string Header = "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session";
    private static readonly string[] Categories = ["electronics.smartphone", "electronics.audio.headphone", "appliances.kitchen.kettle", "apparel.shoes", "computers.notebook", ""];
    private static readonly string[] Brands = ["aster", "birch", "cedar", "dahlia", "elm", "fern", "gorse", ""];

    /// <summary>Writes <paramref name="rows"/> rows of about rows / 20 customers.</summary>
    public static void Write(string path, int rows, int seed)
    {
        var random = new Random(seed);
        var customers = Math.Max(1, rows / 20);
        var start = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var step = TimeSpan.FromDays(90).Ticks / rows;
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        writer.WriteLine(Header);
        for (var i = 0; i < rows; i++)
        {
            var customer = random.Next(customers);
            var product = (int)(5000 * Math.Pow(random.NextDouble(), 2));
            var kind = random.NextDouble() switch { < 0.86 => "view", < 0.95 => "cart", < 0.96 => "remove_from_cart", _ => "purchase" };
            var time = start.AddTicks(step * i);
            writer.Write(time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
            writer.Write(',');
            writer.Write(kind);
            writer.Write(string.Create(CultureInfo.InvariantCulture, $",{product + 1000000},{2053013552326770000 + (product % 97)},{Categories[product % Categories.Length]},{Brands[product % Brands.Length]},{5 + (product % 300)}.{product % 100:00},{customer + 500000000},"));
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{customer:x8}-{i / (rows / 30 + 1):x4}-4000-8000-{customer * 7919L:x12}\n"));
        }
    }
}
