using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Problems;

namespace Microsoft.ML.NeuralOperators;

/// <summary>A field that a generator makes.</summary>
/// <param name="Name">Its name, which becomes the column's.</param>
/// <param name="Channels">Channels at every point.</param>
/// <param name="Grid">Points along each axis, outermost first.</param>
public sealed record GeneratedField(string Name, int Channels, IReadOnlyList<int> Grid)
{
    /// <summary>Numbers of one sample.</summary>
    public int Length => Grid.Aggregate(Channels, (product, size) => checked(product * size));
}

/// <summary>
/// An equation to make data from: random inputs and the solutions that belong to them. A sample depends on the seed and
/// its index alone, not on how many there are, nor on the number of threads.
/// </summary>
public abstract partial class FieldGenerator
{
    // Of blocks that are made together, for each thread: 4 MB of single precision.
    private const int NumbersAhead = 1 << 20, MostAhead = 16;

    /// <summary>The fields of every sample.</summary>
    public abstract IReadOnlyList<GeneratedField> Fields { get; }

    /// <summary>
    /// Samples that <see cref="Make"/> computes together. A constant of the problem: the bits of a sample may depend on
    /// it.
    /// </summary>
    protected internal abstract int BatchSize { get; }

    /// <summary>
    /// Makes samples. Runs on one of several threads, with one thread of torch, without gradients and in a dispose
    /// scope of its own.
    /// </summary>
    /// <param name="seeds">One for each sample, <see cref="BatchSize"/> of them.</param>
    /// <param name="cancellation">Long loops look at it.</param>
    /// <returns>For each of <see cref="Fields"/> a tensor [seeds, channels, grid…].</returns>
    protected internal abstract IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation);

    /// <summary>Makes samples in memory.</summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="seed">Sample i has the seed (seed, i).</param>
    /// <param name="cancellation">Stops generating.</param>
    /// <param name="progress">Gets the number of samples done.</param>
    /// <returns>One for each of <see cref="Fields"/>, in their order.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<FieldSamples> Generate(int count, int seed, CancellationToken cancellation = default,
        Action<int>? progress = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 0);
        float[][] values = [.. Fields.Select(f => new float[checked(count * f.Length)])];
        // Blocks come straight into the arrays.
        foreach (SampleBlock block in Stream(count, seed, cancellation, null,
            (field, start, length) => values[field].AsMemory(start, length)))
            progress?.Invoke(block.Start + block.Count);
        return [.. Fields.Select((f, i) => new FieldSamples(f.Name, f.Channels, f.Grid, values[i]))];
    }

    /// <summary>
    /// Makes samples one block after the other, a few ahead for every core: for data that does not fit into memory.
    /// </summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="seed">Sample i has the seed (seed, i).</param>
    /// <param name="cancellation">Stops generating.</param>
    /// <param name="cores">Threads at work; all cores when null.</param>
    /// <param name="place">
    /// Where the numbers of a field go that begin at some place, so many of them; new arrays when null.
    /// </param>
    internal IEnumerable<SampleBlock> Stream(int count, int seed, CancellationToken cancellation, int? cores = null,
        Func<int, int, int, Memory<float>>? place = null)
    {
        place ??= (_, _, length) => new float[length];
        TorchLibraries.Require();
        int threads = cores ?? Environment.ProcessorCount, batches = (int)((count + BatchSize - 1L) / BatchSize);
        // Several blocks for each thread, so that threads seldom wait for one another.
        long numbers = (long)BatchSize * Fields.Sum(f => (long)f.Length);
        int ahead = threads * (int)Math.Clamp(NumbersAhead / numbers, 1, MostAhead);
        for (int first = 0; first < batches; first += ahead)
        {
            int number = Math.Min(ahead, batches - first);
            foreach (SampleBlock block in Blocks(first, number, threads, count, seed, place, cancellation))
                yield return block;
        }
    }

    private SampleBlock[] Blocks(int first, int number, int threads, int count, int seed,
        Func<int, int, int, Memory<float>> place, CancellationToken cancellation)
    {
        var blocks = new SampleBlock[number];
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = threads };
        // The number of threads is this thread's own and other work's: it is put back before others go on.
        using IDisposable usual = TorchThreads.Use(TorchThreads.All);
        try
        {
            Parallel.For(0, number, options,
                i => blocks[i] = Block((first + i) * BatchSize, count, seed, place, cancellation));
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
        return blocks;
    }

    private SampleBlock Block(int start, int count, int seed, Func<int, int, int, Memory<float>> place,
        CancellationToken cancellation)
    {
        using IDisposable one = TorchThreads.Use(1);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        // The last batch makes samples beyond the data set, so that all batches have the same shape.
        int[] seeds = [.. Enumerable.Range(start, BatchSize).Select(i => SampleBatches.Seed(seed, i))];
        IReadOnlyList<torch.Tensor> made = Make(seeds, cancellation);
        int kept = Math.Min(BatchSize, count - start);
        return new SampleBlock(start, kept, [.. Fields.Select((field, i) => Values(made[i], kept * field.Length,
            length => place(i, start * field.Length, length)))]);
    }

    private static Memory<float> Values(torch.Tensor made, int length, Func<int, Memory<float>> place)
    {
        using torch.Tensor single = made.to(torch.float32).cpu().contiguous();
        Memory<float> values = place(length);
        MemoryMarshal.Cast<byte, float>(single.bytes)[..length].CopyTo(values.Span);
        return values;
    }
}

/// <summary>Samples that follow one another.</summary>
/// <param name="Start">Index of the first.</param>
/// <param name="Count">How many.</param>
/// <param name="Values">For each field the numbers [count, channels, grid…].</param>
internal sealed record SampleBlock(int Start, int Count, Memory<float>[] Values);
