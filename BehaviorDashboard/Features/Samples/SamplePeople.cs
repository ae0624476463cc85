using System.Globalization;

namespace BehaviorDashboard.Features.Samples;

/// <summary>Who a customer is on paper. Independent of how the customer behaves.</summary>
internal sealed record SamplePerson(string Name, string Email, string Country, bool Chinese, bool Marketing, bool Profiling)
{
    private static readonly string[] Given = ["Anna", "Ben", "Carla", "David", "Elena", "Felix", "Grace", "Hugo", "Ines", "Jonas", "Kate", "Liam", "Maria", "Noah", "Olga", "Paul", "Rosa", "Simon", "Tessa", "Victor"];
    private static readonly string[] Family = ["Adams", "Becker", "Clark", "Dubois", "Evans", "Fischer", "Garcia", "Hansen", "Ivanov", "Jones", "Keller", "Lopez", "Moreau", "Novak", "Olsen", "Parker", "Rossi", "Schmidt", "Turner", "Weber"];
    private static readonly (string Text, string Latin)[] ChineseFamily = [("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("陈", "chen"), ("杨", "yang"), ("黄", "huang"), ("赵", "zhao"), ("周", "zhou"), ("吴", "wu")];
    private static readonly (string Text, string Latin)[] ChineseGiven = [("伟", "wei"), ("芳", "fang"), ("娜", "na"), ("敏", "min"), ("静", "jing"), ("丽", "li"), ("强", "qiang"), ("磊", "lei"), ("洋", "yang"), ("艳", "yan"), ("杰", "jie"), ("思远", "siyuan"), ("雨桐", "yutong"), ("子涵", "zihan")];
    private static readonly string[] Countries = ["DE", "FR", "GB", "ES", "IT", "NL", "US", "SE"];
    private static readonly double[] CountryTotals = SampleDice.Cumulate([0.22, 0.16, 0.18, 0.10, 0.10, 0.08, 0.12, 0.04]);

    public static SamplePerson Draw(SampleDice dice, int customer)
    {
        var chinese = dice.Chance(0.35);
        var (name, mailbox) = chinese ? ChineseName(dice) : WesternName(dice);
        var country = chinese ? "CN" : Countries[dice.Index(CountryTotals)];
        var email = string.Create(CultureInfo.InvariantCulture, $"{mailbox}{customer}@example.com");
        return new SamplePerson(name, email, country, chinese, !dice.Chance(PlantedTruths.MarketingRefusedShare), !dice.Chance(PlantedTruths.ProfilingRefusedShare));
    }

    private static (string Name, string Mailbox) WesternName(SampleDice dice)
    {
        var (given, family) = (dice.Pick(Given), dice.Pick(Family));
        return ($"{given} {family}", $"{given}.{family}.".ToLowerInvariant());
    }

    private static (string Name, string Mailbox) ChineseName(SampleDice dice)
    {
        var (given, family) = (dice.Pick(ChineseGiven), dice.Pick(ChineseFamily));
        return (family.Text + given.Text, $"{family.Latin}.{given.Latin}.");
    }
}
