namespace BehaviorDashboard.Features.Samples;

/// <summary>One customer's year, day by day: visits in their own rhythm, letters from the store, orders and what follows them.</summary>
internal sealed class CustomerYear
{
    private const int NewsletterDay = 10;

    private readonly SampleShape _shape;
    private readonly SampleYear _year;
    private readonly SampleDice _dice;
    private readonly CustomerHabits _habits;
    private readonly Visitor _pen;
    private readonly Visit _visit;
    private readonly AfterSale _afterSale;
    private readonly SortedList<int, VisitPlan> _planned = [];
    private int _lastOrder = -1;

    public CustomerYear(SampleShape shape, SampleYear year, SampleCatalog catalog, byte[] currency, EventLines lines, int customer)
    {
        (_shape, _year) = (shape, year);
        _dice = SampleDice.ForCustomer(shape.Seed, customer);
        _habits = new CustomerHabits(_dice, catalog, year, SamplePerson.Draw(SampleDice.ForPerson(shape.Seed, customer), customer));
        _pen = Visitor.Customer(lines, year, customer);
        _visit = new Visit(_dice, catalog, year, _habits, _pen, currency);
        _afterSale = new AfterSale(_dice, _habits, _pen, currency);
    }

    public void Write()
    {
        var first = Math.Max(0, _habits.Joined);
        Introduce(first);
        _pen.SignedIn = _habits.Joined < 0 || !_dice.Chance(PlantedTruths.LateSignInShare);
        for (var day = first; day < SampleShape.Days; day++)
        {
            Letters(day);
            var lively = _year.Weight[day] * _habits.VisitsPerDay * _habits.Liveliness(day);
            if (_planned.Remove(day, out var plan))
            {
                Go(day, plan);
            }
            else if (day == _habits.Joined || _dice.Chance(Math.Min(0.9, lively)))
            {
                Go(day, new VisitPlan(MayBuy: !HasBoughtForGood));
            }
        }
    }

    private bool HasBoughtForGood => _habits.Archetype == Archetype.OneTime && _lastOrder >= 0;

    private void Introduce(int day)
    {
        var person = _habits.Person;
        _pen.TryOutside(_year.Instant(day, 0), "Customer Updated"u8);
        var line = _pen.Lines;
        line.Fragment(",\"properties\":{\"country\":\""u8);
        line.Fragment(System.Text.Encoding.UTF8.GetBytes(person.Country));
        line.Fragment("\""u8);
        line.Text("name"u8, person.Name);
        line.Text("email"u8, person.Email);
        line.Fragment(person.Marketing ? ",\"marketing_consent\":true"u8 : ",\"marketing_consent\":false"u8);
        line.Fragment(person.Profiling ? ",\"profiling_consent\":true}"u8 : ",\"profiling_consent\":false}"u8);
        line.End();
    }

    private void Go(int day, VisitPlan plan)
    {
        var result = _visit.Run(day, plan);
        if (result.Order is not null)
        {
            _lastOrder = day;
            _afterSale.Follow(result.Order);
        }
        else if (result.End == VisitEnd.Abandoned && !HasBoughtForGood && _dice.Chance(0.3 * _habits.Liveliness(day)))
        {
            _planned.TryAdd(day + _dice.Between(1, 3), new VisitPlan(Cart: result.Cart, Category: result.Category, Chance: 0.5));
        }
    }

    private void Letters(int day)
    {
        if (!_habits.Person.Marketing)
        {
            return;
        }

        if (_year.Day(day).Day == NewsletterDay)
        {
            Newsletter(day);
        }

        if (day == _shape.WinBackDay && _lastOrder >= 0 && day - _lastOrder >= PlantedTruths.WinBackQuietDays)
        {
            WinBack(day);
        }
    }

    private void Newsletter(int day)
    {
        var campaign = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"newsletter-{_year.Day(day):yyyy-MM}");
        var sent = Message(day, 10 * 3600, "Message Sent"u8, campaign);
        if (_dice.Chance(_habits.MessageInterest * (0.15 + (0.85 * _habits.Liveliness(day)))))
        {
            Answer(day, sent, campaign, _dice.Chance(0.15 * _habits.Liveliness(day)) ? new VisitPlan("email", campaign, MayBuy: !HasBoughtForGood) : null);
        }
    }

    /// <summary>
    /// The campaign adds, for a random share of the treated, an order that would not have been: the share is raised so that the
    /// uplift over everybody, those included who would have ordered anyway, is the planted one.
    /// </summary>
    private void WinBack(int day)
    {
        var holdOut = _dice.Chance(PlantedTruths.WinBackHoldOutShare);
        if (holdOut)
        {
            Assign(day);
            return;
        }

        var sent = Message(day, 9 * 3600, "Message Sent"u8, PlantedTruths.WinBackCampaign, ",\"properties\":{\"arm\":\"treated\"}"u8);
        if (_dice.Chance(PlantedTruths.WinBackUplift / (1 - PlantedTruths.WinBackBaseline)))
        {
            var after = _dice.Between(1, 26);
            Answer(day, sent, PlantedTruths.WinBackCampaign, null);
            _planned[day + after] = new VisitPlan("email", PlantedTruths.WinBackCampaign, MustBuy: true);
        }
        else if (_dice.Chance(0.2))
        {
            Answer(day, sent, PlantedTruths.WinBackCampaign, null);
        }
    }

    private void Assign(int day)
    {
        _pen.TryOutside(_year.Instant(day, 9 * 3600), "Experiment Assigned"u8);
        _pen.Lines.Text("campaign"u8, PlantedTruths.WinBackCampaign);
        _pen.Lines.Fragment(",\"properties\":{\"arm\":\"holdout\"}"u8);
        _pen.Lines.End();
    }

    private void Answer(int day, DateTime sent, string campaign, VisitPlan? click)
    {
        var opened = sent.AddSeconds(_dice.Between(60, 8 * 3600));
        if (click is { } plan && _pen.TryOutside(opened.AddSeconds(30), "Message Clicked"u8))
        {
            EndMessage(campaign);
            _planned.TryAdd(day + 1, plan);
        }

        if (_pen.TryOutside(opened, "Message Opened"u8))
        {
            EndMessage(campaign);
        }
    }

    private DateTime Message(int day, int second, ReadOnlySpan<byte> name, string campaign, ReadOnlySpan<byte> more = default)
    {
        var sent = _year.Instant(day, second);
        _pen.TryOutside(sent, name);
        _pen.Lines.Text("campaign"u8, campaign);
        _pen.Lines.Text("channel"u8, "email");
        _pen.Lines.Fragment(more);
        _pen.Lines.End();
        return sent;
    }

    private void EndMessage(string campaign)
    {
        _pen.Lines.Text("campaign"u8, campaign);
        _pen.Lines.Text("channel"u8, "email");
        _pen.Lines.End();
    }
}
