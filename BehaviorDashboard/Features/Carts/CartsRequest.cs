using System.Text.Json;
using BehaviorDashboard.Events.Questions;

namespace BehaviorDashboard.Features.Carts;

/// <summary>A question about carts as programs and pages ask it; <see cref="CartsRules"/> checks it.</summary>
public sealed record CartsRequest
{
    /// <summary>In which carts open; null: all of the store's time.</summary>
    public AskedRange? Range { get; init; }

    /// <summary>A list of conditions that the add meets which opens the cart, or a condition tree over customers.</summary>
    public JsonElement? Filter { get; init; }

    /// <summary>A property of the add that opens the cart, as its name or as { "property": name }.</summary>
    public JsonElement? Breakdown { get; init; }

    /// <summary>day (the default), week or month.</summary>
    public string? Period { get; init; }

    /// <summary>Days after which a cart is lost; null: the store's own.</summary>
    public int? TimeOutDays { get; init; }

    /// <summary>previous or year: also counts an earlier range, watched as long as this one.</summary>
    public string? Compare { get; init; }

    /// <summary>Also names the customers with such a cart.</summary>
    public CartsPeopleRequest? People { get; init; }
}

/// <summary>Whose names are wanted; without any of it, everybody who opened a cart.</summary>
/// <param name="State">open, bought, recovered, replaced, lost or emptied.</param>
/// <param name="Left">Only carts that were left.</param>
/// <param name="Last">The last thing before leaving: shipping_cost, payment_failed, view, ...</param>
/// <param name="Period">First day of the period of opening.</param>
/// <param name="Group">A value of the breakdown.</param>
/// <param name="WithoutGroup">Carts without a value of the breakdown.</param>
/// <param name="Rest">Carts of the values that the breakdown shows together.</param>
public sealed record CartsPeopleRequest(string? State = null, bool Left = false, string? Last = null, string? Period = null, string? Group = null, bool WithoutGroup = false, bool Rest = false);
