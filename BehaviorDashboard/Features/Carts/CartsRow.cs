using BehaviorDashboard.Events.Carts;

namespace BehaviorDashboard.Features.Carts;

/// <summary>A row of carts.</summary>
/// <param name="People">Whose carts they are.</param>
/// <param name="Note">Beside the name: that some may still be open.</param>
public sealed record CartsRow(string Name, CartTally Tally, CartsPeopleRequest People, string? Note = null);
