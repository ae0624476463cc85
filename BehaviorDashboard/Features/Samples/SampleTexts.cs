namespace BehaviorDashboard.Features.Samples;

/// <summary>What customers write: reviews by rating, support topics. Data, not interface text, so it is in no resource.</summary>
internal static class SampleTexts
{
    private static readonly string[] Good = ["Exactly as described, very happy with it.", "Great quality and quick delivery.", "My second one already. Would buy again.", "Works perfectly, nice packaging too.", "Better than expected for the price."];
    private static readonly string[] Fair = ["It is fine, but the colour differs from the picture.", "Does the job. Delivery took a while.", "Okay for the price, nothing special."];
    private static readonly string[] Bad = ["Broke after a week, disappointed.", "Arrived late and the box was damaged.", "Wrong size sent, and support took days to answer.", "Not worth the money."];
    private static readonly string[] GoodChinese = ["质量很好,跟描述一致,非常满意。", "物流很快,包装也很用心。", "已经是第二次购买了,会继续回购。", "性价比高,推荐购买!"];
    private static readonly string[] FairChinese = ["还可以,颜色和图片有点差别。", "一般般,快递有点慢。", "对得起这个价格,没有惊喜。"];
    private static readonly string[] BadChinese = ["用了一周就坏了,很失望。", "发货太慢,包装也破了。", "尺码发错了,客服几天才回复。", "不值这个价。"];
    private static readonly string[] Topics = ["delivery", "return", "product question", "payment", "complaint"];
    private static readonly double[] SatisfiedRatings = SampleDice.Cumulate([0.04, 0.05, 0.12, 0.29, 0.50]);

    public static int Rating(SampleDice dice, bool trouble) => trouble ? dice.Between(1, 2) : 1 + dice.Index(SatisfiedRatings);

    public static string Review(SampleDice dice, int rating, bool chinese) => dice.Pick((rating, chinese) switch
    {
        ( >= 4, false) => Good,
        ( >= 4, true) => GoodChinese,
        (3, false) => Fair,
        (3, true) => FairChinese,
        (_, false) => Bad,
        (_, true) => BadChinese,
    });

    public static string Topic(SampleDice dice, bool trouble) => trouble ? "complaint" : dice.Pick(Topics);
}
