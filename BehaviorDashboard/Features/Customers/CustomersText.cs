namespace BehaviorDashboard.Features.Customers;

/// <summary>Marks the room's resources.</summary>
public sealed class CustomersText;
