using System.Globalization;
using System.Text;

namespace BehaviorDashboard.Features.Samples;

/// <summary>One product: its price in hundredths of the store's currency, and its JSON as it stands in every event about it.</summary>
internal sealed record SampleProduct(int Number, string Category, int Brand, long Cents, byte[] Json);

/// <summary>About 800 products of 40 brands in 12 categories, and what people type to find them.</summary>
internal sealed class SampleCatalog
{
    public const int Brands = 40;
    private const int Products = 800;

    private static readonly Shelf[] Shelves =
    [
        new("Electronics", 0.20, 129, "耳机 手机壳 充电器 无线音箱 智能手表", "Headphones;Phone Case;Charger;Wireless Speaker;Smart Watch"),
        new("Clothing", 0.15, 39, "连衣裙 牛仔裤 衬衫 外套 毛衣", "Dress;Jeans;Shirt;Jacket;Sweater"),
        new("Shoes", 0.09, 69, "运动鞋 靴子 凉鞋 拖鞋 皮鞋", "Sneakers;Boots;Sandals;Slippers;Loafers"),
        new("Home", 0.10, 34, "台灯 收纳盒 地毯 床单 抱枕", "Desk Lamp;Storage Box;Rug;Bed Sheet;Cushion"),
        new("Kitchen", 0.09, 29, "咖啡机 平底锅 保温杯 刀具 餐盘", "Coffee Maker;Frying Pan;Thermos;Knife Set;Plate Set"),
        new("Beauty", 0.09, 24, "面霜 口红 洗发水 防晒霜 香水", "Face Cream;Lipstick;Shampoo;Sunscreen;Perfume"),
        new("Sports", 0.07, 45, "瑜伽垫 哑铃 帐篷 跑步腰包 骑行头盔", "Yoga Mat;Dumbbells;Tent;Running Belt;Bike Helmet"),
        new("Toys", 0.06, 22, "积木 拼图 毛绒玩具 遥控车 桌游", "Building Bricks;Puzzle;Plush Bear;Remote Car;Board Game"),
        new("Books", 0.05, 14, "小说 菜谱 漫画 词典 旅行指南", "Novel;Cookbook;Comic;Dictionary;Travel Guide"),
        new("Garden", 0.04, 27, "花盆 浇水壶 园艺剪 种子 户外灯", "Flower Pot;Watering Can;Shears;Seeds;Garden Light"),
        new("Pets", 0.03, 19, "猫粮 狗绳 宠物窝 猫砂 磨牙棒", "Cat Food;Dog Lead;Pet Bed;Cat Litter;Chew Stick"),
        new("Baby", 0.03, 26, "婴儿车 奶瓶 纸尿裤 围兜 安抚奶嘴", "Stroller;Bottle;Diapers;Bib;Pacifier"),
    ];

    private static readonly string[] BrandStarts = ["Nor", "Alba", "Kite", "Moss", "Quill", "Ember", "Tidal", "Vero", "云", "松"];
    private static readonly string[] BrandEnds = ["wood", "line", "works", "&Co"];
    private static readonly string[] Makes = ["Classic", "Light", "Pro", "Mini", "Plus", "Studio"];

    private readonly double[] _popularity = SampleDice.Cumulate(Shelves.Select(s => s.Weight));
    private readonly SampleProduct[][] _byCategory;
    private readonly Dictionary<(int Category, int Brand), SampleProduct[]> _byBrand;

    public SampleCatalog(int seed, string currency)
    {
        var dice = SampleDice.ForCatalog(seed);
        var products = Enumerable.Range(0, Products).Select(n => (Shelf: ShelfOf(n), Product: Make(dice, n, currency))).ToArray();
        _byCategory = [.. Shelves.Select((_, c) => products.Where(p => p.Shelf == c).Select(p => p.Product).ToArray())];
        _byBrand = products.GroupBy(p => (p.Shelf, p.Product.Brand)).ToDictionary(g => g.Key, g => g.Select(p => p.Product).ToArray());
    }

    public static string CategoryName(int category) => Shelves[category].Name;

    public int AnyCategory(SampleDice dice) => dice.Index(_popularity);

    /// <summary>A brand is at home in two categories: two thirds of its products stand in the first.</summary>
    public static int CategoryOfBrand(SampleDice dice, int brand) => dice.Chance(2 / 3.0) ? Home(brand) : SecondHome(brand);

    /// <summary>Popular products (low places on the shelf) more often than the rest.</summary>
    public SampleProduct Any(SampleDice dice, int category)
    {
        var shelf = _byCategory[category];
        var place = dice.Share();
        return shelf[(int)(place * place * shelf.Length)];
    }

    /// <summary>A product of the brand in the category, or any of the category where the brand has none.</summary>
    public SampleProduct OfBrand(SampleDice dice, int category, int brand) =>
        _byBrand.TryGetValue((category, brand), out var own) ? dice.Pick(own) : Any(dice, category);

    public static string Query(SampleDice dice, int category, bool chinese)
    {
        var shelf = Shelves[category];
        return chinese ? dice.Pick(shelf.Chinese) : dice.Pick(shelf.English).ToLowerInvariant();
    }

    private static int Home(int brand) => brand % Shelves.Length;

    private static int SecondHome(int brand) => (brand * 5 + 3) % Shelves.Length;

    private static int ShelfOf(int number) => number / Brands % 3 < 2 ? Home(number % Brands) : SecondHome(number % Brands);

    private static SampleProduct Make(SampleDice dice, int number, string currency)
    {
        var brand = number % Brands;
        var shelf = Shelves[ShelfOf(number)];
        var noun = dice.Below(shelf.English.Length);
        var brandName = BrandStarts[brand % BrandStarts.Length] + BrandEnds[brand / BrandStarts.Length];
        var name = $"{dice.Pick(Makes)} {shelf.English[noun]} {number} {shelf.Chinese[noun]}";
        var cents = Price(shelf.Price * dice.Spread(0.55), currency);
        var json = string.Create(CultureInfo.InvariantCulture, $",\"product\":\"p{number}\",\"product_name\":\"{name}\",\"category\":\"{shelf.Name}\",\"brand\":\"{brandName}\",\"price\":{cents / 100}.{cents % 100:00}");
        return new SampleProduct(number, shelf.Name, brand, cents, Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Prices a shopper of the currency would expect to meet: about its purchasing power, ending as price tags end.</summary>
    private static long Price(double euros, string currency) => currency switch
    {
        "JPY" or "KRW" or "HUF" or "CLP" or "VND" => (long)Math.Max(1, Math.Round(euros * 1.5)) * 100 * 100,
        "CNY" or "HKD" or "TWD" or "SEK" or "NOK" or "DKK" or "ZAR" => ((long)Math.Max(2, Math.Round(euros * 7)) * 100) - 10,
        _ => ((long)Math.Max(2, Math.Round(euros)) * 100) - 5,
    };

    private sealed record Shelf(string Name, double Weight, double Price, string ChineseNouns, string EnglishNouns)
    {
        public string[] Chinese { get; } = ChineseNouns.Split(' ');

        public string[] English { get; } = EnglishNouns.Split(';');
    }
}
