namespace BehaviorDashboard.Events;

/// <summary>Which fields a fold reads beside customer, time, kind and name. The fewer, the faster: each is a column on disk.</summary>
[Flags]
public enum EventColumns
{
    Base = 0,
    Product = 1 << 0,
    Category = 1 << 1,
    Brand = 1 << 2,
    Quantity = 1 << 3,
    Price = 1 << 4,
    Value = 1 << 5,
    Discount = 1 << 6,
    Order = 1 << 7,
    Cart = 1 << 8,
    Session = 1 << 9,
    Channel = 1 << 10,
    Campaign = 1 << 11,
    Device = 1 << 12,
    Page = 1 << 13,
    Search = 1 << 14,
    Coupon = 1 << 15,
    Rating = 1 << 16,
    Review = 1 << 17,
    Properties = 1 << 18,
    Currency = 1 << 19,

    /// <summary>What became of the cart that the event belongs to: no column, but a look ahead at the customer's later events.</summary>
    CartFate = 1 << 20,
}
