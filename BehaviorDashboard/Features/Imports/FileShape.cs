namespace BehaviorDashboard.Features.Imports;

/// <summary>What was found out about a file: how to read it and what its columns seem to mean.</summary>
/// <param name="Columns">Column number (from 0) of each field that the file has.</param>
/// <param name="DateOrderSure">False: no date with slashes decides between day and month, so the order is an assumption.</param>
/// <param name="FirstRows">The first rows as they stand in the file.</param>
public sealed record FileShape(
    FileEncoding Encoding,
    char Delimiter,
    bool HasHeader,
    IReadOnlyList<string> Headers,
    string Profile,
    IReadOnlyDictionary<ImportField, int> Columns,
    DateOrder DateOrder,
    bool DateOrderSure,
    bool DecimalComma,
    string TimeSample,
    IReadOnlyList<IReadOnlyList<string>> FirstRows)
{
    /// <summary>What the file must have and has not.</summary>
    public IReadOnlyList<ImportField> Missing => ImportProfile.Find(Profile)!.MissingFrom(Columns);

    public string HeaderOf(ImportField field) => Columns.TryGetValue(field, out var column) ? Headers[column] : "";
}
