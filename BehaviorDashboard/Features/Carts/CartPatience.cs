using BehaviorDashboard.Events.Carts;
using BehaviorDashboard.Learning.Survival;
using Microsoft.Extensions.Options;

namespace BehaviorDashboard.Features.Carts;

/// <summary>
/// Reads the time-out from the store's recovery curve (Kaplan-Meier over all of its time): the whole days by which <see cref="CartsOptions.RecoveredShare"/> of the carts have been
/// recovered that are recovered within <see cref="CartsOptions.LongestDays"/>.
/// </summary>
public sealed class CartPatience(IOptions<CartsOptions> options) : ICartPatience
{
    private CartsOptions Options => options.Value;

    public int LongestDays => Math.Max(Options.LongestDays, Options.TimeOutDays);

    public CartTimeOut? Fixed => Options.TimeOutDays > 0 ? new CartTimeOut(Options.TimeOutDays, CartTimeOutSource.Setting, 0) : null;

    public CartTimeOut Of(RecoveryTimes times)
    {
        var recovered = times.Recovered.Sum();
        if (recovered < Options.MinimumRecovered)
        {
            return new CartTimeOut(Options.UsualDays, CartTimeOutSource.Usual, recovered);
        }

        var curve = KaplanMeier.Fit(times.AtRisk, times.Recovered);
        var enough = Options.RecoveredShare * (1 - curve[^1].Survival);
        var days = 1 + curve.TakeWhile(p => 1 - p.Survival < enough).Count();
        return new CartTimeOut(Math.Max(Math.Min(days, Options.LongestDays), Math.Min(Options.ShortestDays, Options.LongestDays)), CartTimeOutSource.Curve, recovered);
    }
}
