namespace BehaviorDashboard.Features.Samples;

/// <summary>Why a visit happens beyond the customer's own rhythm.</summary>
internal readonly record struct VisitPlan(string? Channel = null, string? Campaign = null, int Cart = 0, int Category = -1, bool MustBuy = false, bool MayBuy = true, double Chance = -1);

internal enum VisitEnd
{
    Left,
    Abandoned,
    Bought,
}

internal readonly record struct VisitResult(VisitEnd End, int Category, int Cart, SampleOrder? Order, DateTime Ended);

internal sealed record SampleOrder(int Number, int Day, DateTime Time, SampleProduct[] Products, long[] Values)
{
    public long Total => Values.Sum();
}

/// <summary>One visit of a customer, from the first page to an order, a left cart or nothing.</summary>
internal sealed class Visit(SampleDice dice, SampleCatalog catalog, SampleYear year, CustomerHabits habits, Visitor pen, byte[] currency)
{
    private static readonly string[] Channels = ["direct", "search", "social", "ads", "email"];
    private static readonly double[] ChannelTotals = SampleDice.Cumulate([0.34, 0.33, 0.14, 0.13, 0.06]);
    private static readonly double[] ReasonTotals = SampleDice.Cumulate(PlantedTruths.CartReasons.Select(r => r.Share));
    private static readonly string[] SaleCoupons = ["SALE30"];
    private static readonly (string Code, int Percent)[] Coupons = [("SAVE10", 10), ("SAVE15", 15), ("SAVE20", 20), ("WELCOME10", 10)];

    private readonly List<SampleProduct> _seen = [];
    private DateTime _now;

    public VisitResult Run(int day, VisitPlan plan)
    {
        var second = year.AnyTime(dice, day);
        var category = plan.Category >= 0 ? plan.Category : AnyCategory();
        var buys = plan.MustBuy || (plan.MayBuy && dice.Chance(BuyChance(day, second, category, plan)));
        _now = year.Instant(day, second);
        _seen.Clear();
        Arrive(plan, buys);
        Browse(day, category, buys);
        return buys ? Buy(day, category, plan) : dice.Chance(0.20) ? Abandon(category, plan) : Leave(category);
    }

    private double BuyChance(int day, int second, int category, VisitPlan plan)
    {
        var chance = plan.Chance >= 0 ? plan.Chance : habits.BuyChance * (0.5 + (0.5 * habits.Liveliness(day)));
        chance *= habits.Archetype == Archetype.DiscountHunter && plan.Chance < 0 ? (year.Day(day).Day <= 7 ? 1.9 : 0.7) : 1;
        chance *= day == year.SaleDay ? PlantedTruths.SaleDayConversion : 1;
        var evening = year.IsWeekend(day) && second is >= 18 * 3600 and < 23 * 3600;
        chance *= evening && SampleCatalog.CategoryName(category) == PlantedTruths.WeekendEveningCategory ? PlantedTruths.WeekendEveningLift : 1;
        return Math.Min(chance, 0.95);
    }

    private int AnyCategory() =>
        habits.Archetype == Archetype.BrandLoyalist ? SampleCatalog.CategoryOfBrand(dice, habits.Brand)
        : dice.Chance(0.6) ? dice.Pick(habits.Favourites)
        : catalog.AnyCategory(dice);

    private void Arrive(VisitPlan plan, bool buys)
    {
        pen.OpenSession(dice, plan.Channel ?? Channels[dice.Index(ChannelTotals)]);
        var line = pen.InSession(_now, "Session Started"u8);
        line.Text("page"u8, "/");
        if (plan.Campaign is not null)
        {
            line.Text("campaign"u8, plan.Campaign);
        }

        line.End();
        if (!buys && !pen.SignedIn && dice.Chance(0.5))
        {
            Wait(5, 20);
            pen.SignIn(_now);
        }
    }

    private void Browse(int day, int category, bool buys)
    {
        Wait(4, 30);
        if (dice.Chance(0.35))
        {
            Search(category);
        }
        else
        {
            var line = pen.InSession(_now, "Product List Viewed"u8);
            line.Text("category"u8, SampleCatalog.CategoryName(category));
            line.End();
        }

        for (var views = ViewCount(day, buys); views > 0; views--)
        {
            View(category);
        }

        if (dice.Chance(0.06))
        {
            About("Product Added to Wishlist"u8, dice.Pick(_seen.ToArray())).End();
        }
    }

    private int ViewCount(int day, bool buys) => (habits.Archetype, buys) switch
    {
        (Archetype.Researcher, true) => Math.Max(3, (int)Math.Round(dice.Normal(PlantedTruths.ResearcherProducts, 1.6))),
        (_, true) => 1 + dice.Poisson(PlantedTruths.OtherProducts - 1),
        (Archetype.Researcher, _) => 1 + dice.Poisson(2.4 * habits.Liveliness(day)),
        _ => 1 + dice.Poisson(1.3 * habits.Liveliness(day)),
    };

    private void Search(int category)
    {
        var line = pen.InSession(_now, "Products Searched"u8);
        line.Text("search"u8, SampleCatalog.Query(dice, category, habits.Person.Chinese));
        line.Text("category"u8, SampleCatalog.CategoryName(category));
        line.End();
    }

    private void View(int category)
    {
        var product = Choose(category);
        for (var tries = 0; tries < 6 && _seen.Contains(product); tries++)
        {
            product = Choose(category);
        }

        _seen.Add(product);
        Wait(8, 90);
        About("Product Viewed"u8, product).End();
    }

    private SampleProduct Choose(int category)
    {
        if (habits.Archetype == Archetype.BrandLoyalist && dice.Chance(PlantedTruths.LoyalistBrandShare))
        {
            return catalog.OfBrand(dice, category, habits.Brand);
        }

        var product = catalog.Any(dice, category);
        var other = habits.Archetype == Archetype.Vip ? catalog.Any(dice, category) : product;
        return other.Cents > product.Cents ? other : product;
    }

    private VisitResult Leave(int category) => new(VisitEnd.Left, category, 0, null, _now);

    private VisitResult Abandon(int category, VisitPlan plan)
    {
        var cart = plan.Cart > 0 ? plan.Cart : pen.NewCart();
        Add(_seen[^1], cart);
        if (_seen.Count > 1 && dice.Chance(0.25))
        {
            Add(_seen[0], cart);
            Wait(10, 60);
            Remove(_seen[0], cart);
        }

        EndCart(PlantedTruths.CartReasons[dice.Index(ReasonTotals)].Reason, cart);
        return new VisitResult(VisitEnd.Abandoned, category, cart, null, _now);
    }

    private void EndCart(CartReason reason, int cart)
    {
        if (reason == CartReason.Hesitation)
        {
            return;
        }

        Checkout(cart);
        if (reason == CartReason.PaymentFailure)
        {
            PaymentFailed(cart);
        }
    }

    private VisitResult Buy(int day, int category, VisitPlan plan)
    {
        if (!pen.SignedIn)
        {
            Wait(5, 20);
            pen.SignIn(_now);
        }

        var cart = plan.Cart > 0 ? plan.Cart : pen.NewCart();
        var lines = Math.Min(1 + dice.Poisson(habits.Basket), _seen.Count);
        var products = _seen.TakeLast(lines).ToArray();
        foreach (var product in products)
        {
            Add(product, cart);
        }

        if (_seen.Count > lines && dice.Chance(0.12))
        {
            Add(_seen[0], cart);
            Remove(_seen[0], cart);
        }

        Checkout(cart);
        if (dice.Chance(0.03))
        {
            PaymentFailed(cart);
        }

        return new VisitResult(VisitEnd.Bought, category, cart, Complete(day, cart, products), _now);
    }

    private SampleOrder Complete(int day, int cart, SampleProduct[] products)
    {
        Wait(30, 120);
        var order = new SampleOrder(pen.NewOrder(), day, _now, products, new long[products.Length]);
        var (coupon, percent) = !dice.Chance(habits.CouponShare) ? ("", 0) : day == year.SaleDay ? (SaleCoupons[0], 30) : dice.Pick(Coupons);
        for (var i = 0; i < products.Length; i++)
        {
            var quantity = dice.Chance(0.12) ? dice.Between(2, 4) : 1;
            var discount = products[i].Cents * quantity * percent / 100;
            order.Values[i] = (products[i].Cents * quantity) - discount;
            OrderLine(order, i, cart, quantity, discount, coupon);
        }

        return order;
    }

    private void OrderLine(SampleOrder order, int place, int cart, int quantity, long discount, string coupon)
    {
        var line = About("Order Completed"u8, order.Products[place]);
        pen.OrderName(order.Number);
        pen.CartName(cart);
        line.Number("quantity"u8, quantity);
        line.Money("value"u8, order.Values[place]);
        line.Fragment(currency);
        if (coupon.Length > 0)
        {
            line.Money("discount"u8, discount);
            line.Text("coupon"u8, coupon);
        }

        line.End();
    }

    private void Add(SampleProduct product, int cart)
    {
        Wait(5, 40);
        CartEvent("Product Added"u8, product, cart);
    }

    private void Remove(SampleProduct product, int cart)
    {
        Wait(5, 40);
        CartEvent("Product Removed"u8, product, cart);
    }

    private void CartEvent(ReadOnlySpan<byte> name, SampleProduct product, int cart)
    {
        var line = About(name, product);
        pen.CartName(cart);
        line.Number("quantity"u8, 1);
        line.End();
    }

    private void Checkout(int cart)
    {
        Wait(10, 60);
        pen.InSession(_now, "Checkout Started"u8);
        pen.CartName(cart);
        pen.Lines.End();
        Wait(10, 40);
        var line = pen.InSession(_now, "Shipping Cost Shown"u8);
        pen.CartName(cart);
        line.Fragment(",\"properties\":{\"method\":\"parcel\"}"u8);
        line.End();
    }

    private void PaymentFailed(int cart)
    {
        Wait(20, 60);
        var line = pen.InSession(_now, "Payment Failed"u8);
        pen.CartName(cart);
        line.Fragment(",\"properties\":{\"code\":\"card_declined\"}"u8);
        line.End();
    }

    private EventLines About(ReadOnlySpan<byte> name, SampleProduct product)
    {
        var line = pen.InSession(_now, name);
        line.Fragment(product.Json);
        return line;
    }

    private void Wait(int from, int to) => _now = _now.AddSeconds(dice.Between(from, to));
}
