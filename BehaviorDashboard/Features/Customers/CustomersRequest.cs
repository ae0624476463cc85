using System.Globalization;
using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using Microsoft.AspNetCore.WebUtilities;

namespace BehaviorDashboard.Features.Customers;

/// <summary>Which customers, in which order: the address of the page and the query of the endpoint.</summary>
/// <param name="Filter">A <see cref="CustomerFilter"/> as JSON.</param>
/// <param name="Sort">A property; a leading minus sorts downwards.</param>
/// <param name="After">How many customers to pass over.</param>
/// <param name="Segment">A saved segment; its customers may be too many to name in an address.</param>
public sealed record CustomersRequest(string? Search = null, string? Filter = null, string? Sort = null, int After = 0, int Take = 50, Guid? Segment = null)
{
    public const string DefaultSort = "-netRevenue";

    /// <summary>The most that one answer holds.</summary>
    public const int MaximumTake = 1000;

    public string SortProperty => (Sort ?? DefaultSort).TrimStart('-');

    public bool Descending => (Sort ?? DefaultSort).StartsWith('-');

    public static CustomersRequest FromUri(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri, UriKind.RelativeOrAbsolute) is { IsAbsoluteUri: true } absolute ? absolute.Query : uri[Math.Max(0, uri.IndexOf('?', StringComparison.Ordinal))..]);
        string? Text(string key) => query.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString() : null;
        return new CustomersRequest(
            Text("q"),
            Text("filter"),
            Text("sort"),
            int.TryParse(Text("after"), NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : 0,
            Segment: Guid.TryParse(Text("segment"), out var segment) ? segment : null);
    }

    /// <summary>The parts of an address that differ from the default.</summary>
    public IReadOnlyDictionary<string, object?> ToQuery() => new Dictionary<string, object?>
    {
        ["q"] = Search,
        ["filter"] = Filter,
        ["segment"] = Segment,
        ["sort"] = Sort == DefaultSort ? null : Sort,
        ["after"] = After > 0 ? After : null,
    };

    /// <summary>The question for the customer table, or what is wrong with this one.</summary>
    public Outcome<CustomerQuery> ToCustomerQuery()
    {
        CustomerFilter? filter = null;
        if (Filter is not null)
        {
            var parsed = CustomerFilter.Parse(Filter);
            if (!parsed.Succeeded)
            {
                return Outcome<CustomerQuery>.Refused(parsed.Problems);
            }

            filter = parsed.Value;
        }

        if (Take is < 1 or > MaximumTake)
        {
            return new Problem("customers.take_out_of_range", $"Ask for 1 to {MaximumTake} customers.", "take", MaximumTake);
        }

        return After < 0
            ? new Problem("customers.after_negative", "after is 0 or more.", "after")
            : new CustomerQuery(filter, Search, SortProperty, Descending, After, Take);
    }
}
