using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Customers;

namespace BehaviorDashboard.Tests.Features.Customers;

public sealed class CustomersRequestTests
{
    [Fact]
    public void Request_FromAnAddressAndBack_IsTheSame()
    {
        var filter = CustomerFilter.Condition("churn.probability", "gte", 0.5).ToJson();
        var request = new CustomersRequest("ann & bob", filter, "-churn.value_at_risk", 100, Segment: Guid.NewGuid());

        var address = "https://shop.example/s/a/customers?" + string.Join('&', request.ToQuery().Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value!.ToString()!)}"));

        Assert.Equal(request, CustomersRequest.FromUri(address));
    }

    [Fact]
    public void Request_WithoutAnything_SortsByNetRevenueDownwards()
    {
        var request = CustomersRequest.FromUri("https://shop.example/s/a/customers");

        Assert.Equal("netRevenue", request.SortProperty);
        Assert.True(request.Descending);
        Assert.True(request.ToCustomerQuery().Succeeded);
    }

    [Theory]
    [InlineData("{", "filter.not_json")]
    [InlineData("{\"property\":\"nonsense\",\"op\":\"eq\",\"value\":1}", "filter.property_unknown")]
    [InlineData("{\"property\":\"orders\",\"op\":\"like\",\"value\":1}", "filter.operator_unknown")]
    public void Request_WithABadFilter_IsRefusedWithItsReason(string filter, string code) =>
        Assert.Equal(code, Assert.Single(new CustomersRequest(Filter: filter).ToCustomerQuery().Problems).Code);

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void Request_ForTooManyOrNone_IsRefused(int take) =>
        Assert.Equal("customers.take_out_of_range", Assert.Single(new CustomersRequest(Take: take).ToCustomerQuery().Problems).Code);
}
