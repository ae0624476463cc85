using System.Text;

namespace BehaviorDashboard.Features.Samples;

/// <summary>
/// The seeded sample store as a stream of JSON lines, customers first, then anonymous visitors; each person's events stand together.
/// People are written in blocks on every core and appended in order, so bytes do not depend on the number of cores.
/// </summary>
public sealed class SampleWorld
{
    private const int BlockSize = 250;

    private readonly SampleShape _shape;
    private readonly SampleYear _year;
    private readonly SampleCatalog _catalog;
    private readonly byte[] _currency;

    public SampleWorld(SampleShape shape)
    {
        _shape = shape;
        _year = new SampleYear(shape);
        _catalog = new SampleCatalog(shape.Seed, shape.Currency);
        _currency = Encoding.UTF8.GetBytes($",\"currency\":\"{shape.Currency}\"");
    }

    /// <summary>Writes the whole world and returns the number of its lines.</summary>
    public async Task<long> WriteAsync(Stream output, IProgress<double>? progress, CancellationToken ct)
    {
        var blocks = Blocks().ToArray();
        var spare = new Stack<EventLines>();
        var running = new Queue<Task<EventLines>>();
        var lines = 0L;
        for (var (next, done) = (0, 0); done < blocks.Length; done++)
        {
            for (; next < blocks.Length && running.Count <= Environment.ProcessorCount; next++)
            {
                running.Enqueue(WriteBlock(blocks[next], spare.TryPop(out var free) ? free : new EventLines(), ct));
            }

            var block = await running.Dequeue();
            await output.WriteAsync(block.Written, ct);
            lines += block.Count;
            block.Clear();
            spare.Push(block);
            progress?.Report((done + 1.0) / blocks.Length);
        }

        return lines;
    }

    private IEnumerable<(bool Known, int From, int Until)> Blocks() =>
        [.. Split(true, _shape.Customers), .. Split(false, _shape.Visitors)];

    private static IEnumerable<(bool Known, int From, int Until)> Split(bool known, int people)
    {
        for (var from = 1; from <= people; from += BlockSize)
        {
            yield return (known, from, Math.Min(from + BlockSize, people + 1));
        }
    }

    private Task<EventLines> WriteBlock((bool Known, int From, int Until) block, EventLines lines, CancellationToken ct) => Task.Run(
        () =>
        {
            for (var person = block.From; person < block.Until; person++)
            {
                ct.ThrowIfCancellationRequested();
                WritePerson(block.Known, person, lines);
            }

            return lines;
        },
        ct);

    private void WritePerson(bool known, int person, EventLines lines)
    {
        if (known)
        {
            new CustomerYear(_shape, _year, _catalog, _currency, lines, person).Write();
        }
        else
        {
            new AnonymousVisits(_year, _catalog, lines, SampleDice.ForVisitor(_shape.Seed, person), person).Write();
        }
    }
}
