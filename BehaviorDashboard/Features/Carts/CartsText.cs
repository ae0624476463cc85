namespace BehaviorDashboard.Features.Carts;

public sealed class CartsText;
