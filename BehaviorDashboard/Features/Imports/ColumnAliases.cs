using System.Text;

namespace BehaviorDashboard.Features.Imports;

/// <summary>Names under which the columns of order and event files go, in English and Chinese.</summary>
internal static class ColumnAliases
{
    private static readonly Dictionary<string, (ImportField Field, int Rank)> Known = Build(
        (ImportField.EventId, "eventid messageid uuid insertid"),
        (ImportField.Customer, "customerid customer userid user visitorid clientid buyerid memberid customeremail buyeremail email account 买家会员名 买家昵称 下单帐号 下单账号 客户id 客户编号 用户id 用户 会员id 会员号 会员名 买家 买家id 买家手机号 客户 顾客id"),
        (ImportField.Anonymous, "anonymousid anonymous deviceid cookieid visitor userpseudoid 匿名id 设备id"),
        (ImportField.Time, "time timestamp eventtime date datetime invoicedate orderdate createdat created purchasedate orderedat eventdate ordertime ts 时间 日期 下单时间 订单创建时间 订单提交时间 订单成交时间 付款时间 支付时间 买家付款时间 订单付款时间 成交时间 事件时间"),
        (ImportField.Event, "event eventname eventtype action behavior behaviour type activity 事件 事件名 事件名称 行为 行为类型"),
        (ImportField.Product, "productid product sku stockcode itemid item productsku lineitemsku variantid asin 商品id 商品编号 商品编码 商家编码 货号 sku编码"),
        (ImportField.ProductName, "productname description productdescription itemname lineitemname title producttitle 商品名称 商品标题 宝贝标题 商品 标题 选购商品"),
        (ImportField.Category, "category categorycode categoryname producttype productcategory 类目 分类 商品分类 品类"),
        (ImportField.CategoryId, "categoryid 类目id"),
        (ImportField.Brand, "brand vendor manufacturer 品牌"),
        (ImportField.Quantity, "quantity qty count units lineitemquantity amountordered 数量 商品数量 购买数量 订购数量 件数 宝贝总数量"),
        (ImportField.Price, "price unitprice itemprice lineitemprice saleprice 单价 价格 京东价 商品单价"),
        (ImportField.Value, "value revenue total amount netvalue linetotal ordertotal grandtotal totalprice sales 金额 实付金额 订单金额 用户实付金额 买家实际支付金额 订单实付金额 订单应付金额 应付金额 商家实收金额 总金额 支付金额"),
        (ImportField.Discount, "discount discountamount lineitemdiscount 优惠 优惠金额 折扣"),
        (ImportField.Currency, "currency currencycode 币种 货币"),
        (ImportField.Order, "orderid order ordernumber orderno invoiceno invoice invoicenumber transactionid amazonorderid 订单号 订单编号 主订单编号 订单id 交易编号 交易号"),
        (ImportField.Cart, "cartid cart carttoken 购物车id"),
        (ImportField.Session, "sessionid session usersession visitid 会话id 会话"),
        (ImportField.Channel, "channel source medium utmmedium saleschannel 渠道 订单来源 来源"),
        (ImportField.Campaign, "campaign utmcampaign campaignname campaignid 活动 营销活动"),
        (ImportField.Device, "device devicetype platform 设备 终端"),
        (ImportField.Page, "page url pageurl path pagepath 页面 链接"),
        (ImportField.Search, "search query searchterm keyword searchquery 搜索词 关键词 搜索"),
        (ImportField.Coupon, "coupon couponcode discountcode promocode 优惠券 优惠码 优惠券码名称"),
        (ImportField.Rating, "rating stars score 评分 星级"),
        (ImportField.Review, "review reviewtext reviewbody comment 评价 评论 评价内容"),
        (ImportField.Name, "customername fullname buyername 客户姓名 姓名 收货人姓名"),
        (ImportField.Phone, "phone mobile phonenumber 手机号 联系电话 联系手机 电话"),
        (ImportField.Country, "country countrycode billingcountry shippingcountry 国家"),
        (ImportField.MarketingConsent, "acceptsmarketing marketingconsent acceptsemailmarketing emailconsent 接受营销"));

    /// <summary>The fields that the headers stand for; of two columns with one meaning the better name (earlier in the list) wins.</summary>
    public static Dictionary<ImportField, int> Propose(IReadOnlyList<string> headers)
    {
        var found = new Dictionary<ImportField, (int Column, int Rank)>();
        for (var column = 0; column < headers.Count; column++)
        {
            var name = Normal(headers[column]);
            if (Known.TryGetValue(name, out var known) && (!found.TryGetValue(known.Field, out var other) || known.Rank < other.Rank))
            {
                found[known.Field] = (column, known.Rank);
            }
        }

        return found.ToDictionary(f => f.Key, f => f.Value.Column);
    }

    /// <summary>Letters and digits in lower case; units in brackets, as in 商品总价(元), are left out.</summary>
    public static string Normal(string header)
    {
        var name = new StringBuilder(header.Length);
        var depth = 0;
        foreach (var c in header)
        {
            depth += c is '(' or '（' ? 1 : c is ')' or '）' ? -1 : 0;
            if (depth == 0 && char.IsLetterOrDigit(c))
            {
                name.Append(char.ToLowerInvariant(c));
            }
        }

        return name.ToString();
    }

    private static Dictionary<string, (ImportField Field, int Rank)> Build(params (ImportField Field, string Names)[] table)
    {
        var known = new Dictionary<string, (ImportField Field, int Rank)>();
        foreach (var (field, names) in table)
        {
            foreach (var (rank, name) in names.Split(' ').Index())
            {
                known.Add(name, (field, rank));
            }
        }

        return known;
    }
}
