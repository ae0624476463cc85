using BehaviorDashboard.Events;
using BehaviorDashboard.Events.Funnels;
using BehaviorDashboard.Features.Funnels;
using BehaviorDashboard.Kernel;

namespace BehaviorDashboard.Tests.Features.Funnels;

/// <summary>What distinguishes those who convert: a planted effect is found, chance is not, and what came later never counts.</summary>
public sealed class FunnelsDistinctionTests
{
    private static readonly TimelineWorld Names = new(["view", "buy", "search", "click"], 100_000);
    private static readonly DateTime Start = new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void PlantedEffects_AreFoundWithTheirSize()
    {
        var random = new Random(3);

        var facts = Compare(4_000, random, (customer, events) =>
        {
            var (email, searched) = (random.Next(4) == 0, random.Next(3) == 0);
            if (searched)
            {
                events.Add(new Doing(-10, "search"));
            }

            events.Add(new Doing(random.Next(24), "view", email ? "email" : "ads"));
            if (random.NextDouble() < 0.15 + (email ? 0.15 : 0) + (searched ? 0.1 : 0))
            {
                events.Add(new Doing(30, "buy"));
            }
        });

        var email = facts.Rows.Single(r => r.Fact == new FunnelFact("channel", "email"));
        Assert.InRange(0.15, email.Difference.Low, email.Difference.High);
        Assert.True(email.Difference.Low > 0.08);
        var searched = facts.Rows.Single(r => r.Fact == new FunnelFact("searched", FunnelFacts.Yes));
        Assert.InRange(0.1, searched.Difference.Low, searched.Difference.High);
        // Ads is the same comparison the other way round, and whoever searched had been there: nothing else was planted.
        Assert.All(facts.Rows, r => Assert.Contains(r.Fact.Name, (string[])["channel", "searched", "seen"]));
    }

    [Fact]
    public void NothingPlanted_IsToldNoMoreOftenThanStated()
    {
        const int worlds = 300;
        var random = new Random(4);
        var told = 0;
        for (var world = 0; world < worlds; world++)
        {
            told += Compare(600, random, (customer, events) =>
            {
                for (var before = random.Next(6); before > 0; before--)
                {
                    events.Add(new Doing(-1 - random.Next(100), random.Next(2) == 0 ? "view" : random.Next(2) == 0 ? "search" : "click", Coupon: random.Next(5) == 0 ? "c" : null));
                }

                for (var views = random.Next(1, 4); views > 0; views--)
                {
                    events.Add(new Doing(random.Next(160), "view", "c" + random.Next(4)));
                }

                if (random.NextDouble() < 0.25)
                {
                    events.Add(new Doing(events.Where(e => e.Hour >= 0).Min(e => e.Hour) + 1, "buy"));
                }
            }).Rows.Count > 0 ? 1 : 0;
        }

        // The stated share, and three standard deviations of counting.
        Assert.InRange(told / (double)worlds, 0, FunnelsDistinction.FalseShare + (3 * Math.Sqrt(0.05 * 0.95 / worlds)));
    }

    [Fact]
    public void WhatHappensAfterEntering_NeverCounts()
    {
        var random = new Random(5);

        var facts = Compare(3_000, random, (customer, events) =>
        {
            var hour = random.Next(24);
            events.Add(new Doing(hour, "view", "ads"));
            if (random.Next(2) == 0)
            {
                // Between the first view and the one that the way begins with, and behind the purchase.
                events.Add(new Doing(hour + 1, "search", Coupon: "c"));
                events.Add(new Doing(hour + 2, "click"));
                events.Add(new Doing(hour + 3, "view", "newsletter"));
                events.Add(new Doing(hour + 4, "buy", Coupon: "c"));
                events.AddRange(Enumerable.Range(5, 12).Select(h => new Doing(hour + h, "view", "thanks")));
            }
        });

        Assert.True(facts.Compared > 0);
        Assert.InRange(facts.Converted, 1_400, 1_600);
        Assert.Empty(facts.Rows);
    }

    [Fact]
    public void WhatHappensInTheInstantOfEntering_NeverCounts()
    {
        var random = new Random(6);

        var facts = Compare(3_000, random, (customer, events) =>
        {
            var hour = random.Next(24);
            events.Add(new Doing(hour, "view", "ads"));
            if (random.Next(2) == 0)
            {
                events.AddRange([new Doing(hour, "search", Coupon: "c"), new Doing(hour, "buy", Coupon: "c")]);
            }
        });

        Assert.Empty(facts.Rows);
    }

    [Fact]
    public void TooFew_AreNotCompared()
    {
        var random = new Random(7);

        var facts = Compare(40, random, (customer, events) =>
        {
            events.Add(new Doing(random.Next(24), "view", customer % 2 == 0 ? "a" : "b"));
            if (customer % 2 == 0)
            {
                events.Add(new Doing(30, "buy"));
            }
        });

        Assert.Equal((40, 20, 0), (facts.Customers, facts.Converted, facts.Compared));
        Assert.Empty(facts.Rows);
    }

    [Fact]
    public void WhoseWindowIsNotOver_IsLeftOutOnBothSides()
    {
        var random = new Random(8);

        var facts = Compare(1_000, random, (customer, events) =>
        {
            events.Add(new Doing(customer % 2 == 0 ? 1 : 24 * 20, "view"));
            events.Add(new Doing((customer % 2 == 0 ? 1 : 24 * 20) + 1, "buy"));
        });

        Assert.Equal((500, 500), (facts.Customers, facts.Converted));
    }

    private static FunnelsFacts Compare(int customers, Random random, Action<int, List<Doing>> plan)
    {
        var funnel = new FunnelDefinition(
            [new FunnelStepMatch([EventMatch.Compile("view").Value!]), new FunnelStepMatch([EventMatch.Compile("buy").Value!])],
            new FunnelWindow(3, WindowUnit.Day),
            FunnelOrder.Ordered,
            Start,
            Start.AddDays(21),
            StoreCalendar.Utc,
            [])
        {
            Facts = true,
            Known = Start.AddDays(22),
        };
        var fold = new FunnelFold(funnel, Names);
        for (var customer = 1; customer <= customers; customer++)
        {
            List<Doing> events = [];
            plan(customer, events);
            fold.Start(customer);
            foreach (var doing in events.OrderBy(e => e.Hour).ThenBy(_ => random.Next()))
            {
                fold.Event(doing.ToEvent(customer));
            }

            fold.End();
        }

        return FunnelsDistinction.Of(fold.Facts!);
    }

    /// <param name="Hour">Since the range began; below nought, before it.</param>
    private sealed record Doing(int Hour, string Name, string? Channel = null, string? Coupon = null)
    {
        public TimelineEvent ToEvent(int customer) => new()
        {
            Customer = customer,
            Micros = Periods.MicrosOf(Start.AddHours(Hour)),
            Name = Name,
            NameNumber = Names.Names.ToList().IndexOf(Name),
            Kind = Name switch { "view" => EventKind.View, "buy" => EventKind.Purchase, "search" => EventKind.Search, _ => EventKind.MessageClicked },
            Channel = Channel,
            Coupon = Coupon,
        };
    }
}
