using BehaviorDashboard.Events;

namespace BehaviorDashboard.Features.Imports;

/// <summary>
/// File to batch: one thread reads, parses and checks, another hands the rows to the store. Memory is bounded by the line limit and a few blocks of rows.
/// </summary>
internal sealed class ImportPipeline(ImportPlan plan, RefusedFile? refused)
{
    // A noncharacter: no line holds it, so a line is one cell.
    private const char NoDelimiter = '\uFFFE';

    /// <summary>Fills the batch and counts; the caller commits or drops it.</summary>
    /// <param name="progress">Share of the file that has been read, 0 to 1.</param>
    public async Task<ImportTally> FillAsync(string path, EventBatch batch, IProgress<double>? progress, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var tally = new ImportTally(plan.Profile.CountsOrders);
        using var sink = new RowSink(tally, refused, stop.Token);
        var reading = Task.Run(() => OrStop(() => Read(path, sink, progress, stop.Token), stop), CancellationToken.None);
        var writing = Task.Run(() => OrStop(() => sink.WriteTo(batch), stop), CancellationToken.None);
        await ((Task)Task.WhenAll(reading, writing)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
        // Whichever failed first took the other down with a cancellation, which says nothing.
        var failure = new[] { reading, writing }.Select(t => t.Exception?.InnerException).Where(e => e is not null).OrderBy(e => e is OperationCanceledException).FirstOrDefault();
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }

        await Task.WhenAll(reading, writing).ConfigureAwait(false);
        return tally;
    }

    private static void OrStop(Action work, CancellationTokenSource stop)
    {
        try
        {
            work();
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    private void Read(string path, RowSink sink, IProgress<double>? progress, CancellationToken ct)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        using var text = plan.Shape.Encoding.Open(file);
        var isLines = plan.Shape.Profile == EventLines.ProfileCode;
        var record = new CsvReader(text, isLines ? NoDelimiter : plan.Shape.Delimiter, plan.LineLimit, quotes: !isLines);
        var reader = plan.Profile.CreateReader(plan);
        if (plan.Shape.HasHeader)
        {
            record.Read();
        }

        var width = plan.Shape.Headers.Count;
        for (long records = 0; record.Read() is var status and not CsvStatus.End; records++)
        {
            if ((records & 8191) == 0)
            {
                ct.ThrowIfCancellationRequested();
                progress?.Report((double)file.Position / Math.Max(1, file.Length));
            }

            Take(record, status, width, isLines, reader, sink);
        }

        reader.End(sink);
        sink.Complete();
        progress?.Report(1);
    }

    private static void Take(CsvReader record, CsvStatus status, int width, bool isLines, RowReader reader, RowSink sink)
    {
        if (status != CsvStatus.Record)
        {
            sink.Refuse(record.Line, status == CsvStatus.TooLong ? RejectReason.LineTooLong : RejectReason.QuoteNeverClosed, record.Raw);
        }
        else if (record.Raw.IsWhiteSpace())
        {
            // A blank line holds nothing to refuse.
        }
        else if (record.Raw.Contains(FileEncoding.Undecodable))
        {
            sink.Refuse(record.Line, RejectReason.Unreadable, record.Raw);
        }
        else if (!isLines && record.Count != width)
        {
            RefuseRagged(record, sink);
        }
        else
        {
            reader.Read(record, sink);
        }
    }

    // A stray quote pairs with the next one in the file and swallows every row between: give the rows behind the first line back.
    private static void RefuseRagged(CsvReader record, RowSink sink)
    {
        var reason = record.SpansLines ? RejectReason.QuoteNeverClosed : RejectReason.Ragged;
        if (record.SpansLines)
        {
            record.KeepFirstLine();
        }

        sink.Refuse(record.Line, reason, record.Raw);
    }
}
