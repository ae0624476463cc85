using System.Text;
using BehaviorDashboard.Events;
using BehaviorDashboard.Kernel;
using BehaviorDashboard.Workspace;

namespace BehaviorDashboard.Features.Campaigns;

/// <summary>An audience as it would be exported now. Members = hold-out + exported + left out + gone.</summary>
/// <param name="LeftOut">Consent withdrawn since the freezing.</param>
/// <param name="Gone">No customers any more.</param>
public sealed record AudienceCount(AudienceRecord Record, int Exported, IReadOnlyList<LeftOut> LeftOut, int Gone);

/// <param name="LeftOut">Who matched but may not be written to.</param>
public sealed record CreatedAudience(AudienceRecord Record, IReadOnlyList<LeftOut> LeftOut);

/// <summary>The hall of audiences: freezing, counting, exporting. Count and export go through the same selection.</summary>
public sealed class AudiencesQuery(AudienceShelf audiences, SegmentShelf segments, StoreDirectory stores, CustomerReader customers, AudienceSelection selection)
{
    private const int RowsPerWrite = 500;

    private static readonly string[] Header = ["id", "name", "email", "phone", "country", "reason", "value"];

    private static readonly HashSet<string> Nobody = [];

    public async Task<IReadOnlyList<AudienceCount>> ListAsync(StoreId store, CancellationToken ct)
    {
        var counts = new List<AudienceCount>();
        foreach (var record in await audiences.ListAsync(store, ct))
        {
            counts.Add((await SelectAsync(record, ct)).Count);
        }

        return counts;
    }

    public async Task<Outcome<AudienceCount>> FindAsync(StoreId store, Guid id, CancellationToken ct) =>
        await audiences.FindAsync(store, id, ct) is { } record ? (await SelectAsync(record, ct)).Count : CampaignsRules.NoAudience;

    /// <summary>Freezes who meets a condition now; who refused marketing is never in.</summary>
    public async Task<Outcome<CreatedAudience>> CreateAsync(StoreId id, NewAudienceRequest request, CancellationToken ct)
    {
        if (CampaignsRules.Check(request) is { } problem)
        {
            return problem;
        }

        var filter = await FilterAsync(id, request, ct);
        if (!filter.Succeeded || await stores.FindAsync(id, ct) is not { } store)
        {
            return filter.Succeeded ? new Problem("store.missing", "There is no such store.") : Outcome<CreatedAudience>.Refused(filter.Problems);
        }

        var name = request.Name!.Trim();
        var who = await selection.SelectAsync(id, filter.Value, Nobody, ct);
        var members = who.Who.Select(r => new AudienceMember(r.Id, HoldOut.Contains(store.Settings.HoldOutSalt, "audience:" + name, r.Id, request.HoldOut), r.NumberOf("averageOrderValue"))).ToList();
        return new CreatedAudience(await audiences.CreateAsync(new NewAudience(id, name, filter.Value.ToJson(), members), ct), who.LeftOut);
    }

    /// <summary>How many of whom somebody asks for belong to each suggestion.</summary>
    public async Task<Outcome<IReadOnlyDictionary<string, long>>> SharedAsync(StoreId store, AudiencesRequest asked, IReadOnlyList<Suggestion> suggestions, CancellationToken ct)
    {
        var filter = asked.Filter is { } json ? CustomerFilter.Parse(json) : await FilterAsync(store, new NewAudienceRequest(null, asked.Segment), ct);
        if (!filter.Succeeded)
        {
            return Outcome<IReadOnlyDictionary<string, long>>.Refused(filter.Problems);
        }

        var shared = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var suggestion in suggestions)
        {
            shared[suggestion.Id] = CustomerFilter.Parse(suggestion.Who.FilterJson) is { Succeeded: true, Value: var who }
                ? await customers.CountAsync(store, CustomerFilter.Both(filter.Value, who), ct)
                : 0;
        }

        return shared;
    }

    /// <summary>Writes the file for people: consent checked now, hold-out excluded, formulas disarmed. No limit on its length.</summary>
    /// <param name="bom">Spreadsheets take a file for UTF-8 only with it.</param>
    /// <returns>What was written.</returns>
    public async Task<AudienceCount> ExportAsync(AudienceRecord audience, Stream output, bool bom, CancellationToken ct)
    {
        var (count, rows) = await SelectAsync(audience, ct);
        var encoding = new UTF8Encoding(bom);
        await output.WriteAsync(encoding.GetPreamble(), ct);
        var text = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        var csv = new CsvText(text);
        foreach (var name in Header)
        {
            csv.Cell(name);
        }

        csv.EndLine();
        for (var i = 0; i < rows.Count; i++)
        {
            Write(csv, rows[i].Member, rows[i].Customer);
            if (i % RowsPerWrite == RowsPerWrite - 1)
            {
                await FlushAsync(text, output, encoding, ct);
            }
        }

        await FlushAsync(text, output, encoding, ct);
        return count;
    }

    private static void Write(CsvText csv, AudienceMember member, CustomerRow customer)
    {
        csv.Cell(customer.Id).Cell(customer.Name).Cell(customer.Email).Cell(customer.TextOf("phone")).Cell(customer.TextOf("country")).Cell(member.Reason).Cell(member.Value, "0.##");
        csv.EndLine();
    }

    private static async Task FlushAsync(StringWriter text, Stream output, UTF8Encoding encoding, CancellationToken ct)
    {
        await output.WriteAsync(encoding.GetBytes(text.ToString()), ct);
        text.GetStringBuilder().Clear();
    }

    private async Task<(AudienceCount Count, IReadOnlyList<(AudienceMember Member, CustomerRow Customer)> Rows)> SelectAsync(AudienceRecord audience, CancellationToken ct)
    {
        var members = (await audiences.MembersAsync(audience.Store, audience.Id, ct)).Where(m => !m.HoldOut).ToList();
        var known = (await customers.RowsAsync(audience.Store, new CustomerFilter.Customers([.. members.Select(m => m.Customer)]), AudienceSelection.Columns, ct))
            .Where(r => !r.Is("anonymous")).ToDictionary(r => r.Id);
        var profiles = CustomerFilter.Parse(audience.FilterJson) is { Succeeded: true, Value: var filter } && AudienceSelection.Profiles(filter);
        var rows = new List<(AudienceMember, CustomerRow)>();
        var refused = new List<string>();
        foreach (var member in members.Where(m => known.ContainsKey(m.Customer)))
        {
            if (AudienceSelection.Refusal(known[member.Customer], profiles) is { } reason)
            {
                refused.Add(reason);
            }
            else
            {
                rows.Add((member, known[member.Customer]));
            }
        }

        var leftOut = refused.GroupBy(r => r).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new LeftOut(g.Key, g.Count()));
        return (new AudienceCount(audience, rows.Count, [.. leftOut], members.Count - rows.Count - refused.Count), rows);
    }

    private async Task<Outcome<CustomerFilter>> FilterAsync(StoreId store, NewAudienceRequest request, CancellationToken ct)
    {
        if (request.Segment is { } id)
        {
            return await segments.FindAsync(store, id, ct) is { } segment ? CustomerFilter.Parse(segment.FilterJson) : new Problem("segment.missing", "There is no such segment.", "segment");
        }

        return request.Filter is { ValueKind: System.Text.Json.JsonValueKind.String } text ? CustomerFilter.Parse(text.GetString()!) : CustomerFilter.Parse(request.Filter!.Value);
    }
}
