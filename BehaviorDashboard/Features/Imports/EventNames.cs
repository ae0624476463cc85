using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Imports;

/// <summary>
/// What the event names of other systems mean: Segment e-commerce v2 and v1, GA4, REES46, RetailRocket, Alibaba, and plain words.
/// Any other name is kept and means <see cref="EventKind.Other"/>.
/// </summary>
internal sealed class EventNames
{
    // More distinct names than any tracking plan has; beyond it names are looked up anew each time.
    private const int Remembered = 50_000;

    private static readonly Dictionary<string, EventKind> Table = Build(
        (EventKind.View, "view productviewed viewedproduct productclicked clickedproduct viewitem selectitem pv productview pageview pageviewed viewcontent 浏览 浏览商品"),
        (EventKind.ListView, "productlistviewed viewedproductcategory productlistfiltered viewitemlist listview categoryviewed collectionviewed 浏览列表"),
        (EventKind.Search, "productssearched search searched viewsearchresults searchsubmitted 搜索"),
        (EventKind.Wishlist, "productaddedtowishlist addtowishlist wishlist wishlistadd fav favorite favourite 收藏"),
        (EventKind.CartAdd, "productadded addedproduct addtocart cart cartadd addcart wishlistproductaddedtocart addedtocart 加购 加入购物车"),
        (EventKind.CartRemove, "productremoved removedproduct removefromcart cartremove removedfromcart 移出购物车"),
        (EventKind.Checkout, "checkoutstarted checkout begincheckout checkoutstepviewed checkoutstepcompleted paymentinfoentered addpaymentinfo addshippinginfo checkoutcompleted initiatecheckout 结算 去结算"),
        (EventKind.Purchase, "ordercompleted completedorder purchase purchased buy transaction order orderplaced placedorder 购买 下单 支付"),
        (EventKind.Refund, "orderrefunded refund refunded refundedorder return 退款 退货"),
        (EventKind.Cancel, "ordercancelled ordercanceled cancel cancelled cancelledorder 取消 取消订单"),
        (EventKind.Review, "productreviewed review reviewed reviewsubmitted 评价"),
        (EventKind.Support, "support supportcontacted supportrequested ticketcreated contactedsupport supportticketcreated 客服 联系客服"),
        (EventKind.MessageSent, "messagesent emailsent emaildelivered smssent receivedemail messagedelivered 发送消息"),
        (EventKind.MessageOpened, "messageopened emailopened openedemail 打开消息"),
        (EventKind.MessageClicked, "messageclicked emaillinkclicked clickedemail emailclicked 点击消息"),
        (EventKind.Session, "sessionstarted session sessionstart visit visited firstvisit 访问"));

    private readonly Dictionary<string, EventKind> _seen = [];
    private readonly Dictionary<string, EventKind>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public EventNames() => _lookup = _seen.GetAlternateLookup<ReadOnlySpan<char>>();

    public EventKind Find(ReadOnlySpan<char> text, out string name)
    {
        if (_lookup.TryGetValue(text, out var known, out var kind))
        {
            name = known;
            return kind;
        }

        name = text.ToString();
        kind = KindOf(name);
        if (_seen.Count < Remembered)
        {
            _seen[name] = kind;
        }

        return kind;
    }

    public static EventKind KindOf(string name) => Table.GetValueOrDefault(ColumnAliases.Normal(name));

    private static Dictionary<string, EventKind> Build(params (EventKind Kind, string Names)[] table) =>
        table.SelectMany(t => t.Names.Split(' ').Select(n => (n, t.Kind))).ToDictionary();
}
