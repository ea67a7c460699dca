using System.Diagnostics;
using Microsoft.ML.NeuralOperators;
using TorchSharp;

namespace Scaling.Bench;

/// <summary>Gradients that the ranks add together, in one message each way.</summary>
/// <param name="Bytes">Their size.</param>
/// <param name="Seconds">How long before the last ones of the step they are there.</param>
internal sealed record Bucket(long Bytes, double Seconds);

/// <summary>Passes calls on to other ranks, and notes when gradients are there to be added.</summary>
internal sealed class RecordingCommunicator(Communicator inner) : Communicator
{
    private readonly List<(long Bytes, long Begin)> _sums = [];
    private long _met;

    public override int Rank => inner.Rank;

    public override int Size => inner.Size;

    public override bool IsCalculating
    {
        get => inner.IsCalculating;
        set => inner.IsCalculating = value;
    }

    /// <summary>The buckets of a step: medians of the later half of all steps.</summary>
    /// <param name="bytes">The size of all gradients.</param>
    public Bucket[] Buckets(long bytes)
    {
        var steps = new List<List<(long Bytes, long Begin)>>();
        long sum = 0;
        foreach (var one in _sums)
        {
            if (sum == 0) steps.Add([]);
            steps[^1].Add(one);
            sum = (sum + one.Bytes) % bytes;
        }
        var last = steps.Skip(steps.Count / 2).ToList();
        return [.. last[^1].Select((bucket, i) => new Bucket(bucket.Bytes, Probe.Median(
            last.Select(step => Stopwatch.GetElapsedTime(step[i].Begin, step[^1].Begin).TotalSeconds))))];
    }

    public override void Sum(torch.Tensor vector, ReadOnlySpan<bool> parts)
    {
        Record(vector);
        inner.Sum(vector, parts);
    }

    public override Action? BeginSum(torch.Tensor vector, ReadOnlySpan<bool> parts)
    {
        Record(vector);
        return inner.BeginSum(vector, parts);
    }

    public override void AllToAll(ReadOnlySpan<byte> source, ReadOnlySpan<int> offsets, Span<byte> destination)
        => inner.AllToAll(source, offsets, destination);

    // Ranks meet before they add.
    public override void AllGather(Span<byte> values, ReadOnlySpan<int> offsets)
    {
        _met = Stopwatch.GetTimestamp();
        inner.AllGather(values, offsets);
    }

    private void Record(torch.Tensor vector) => _sums.Add((vector.NumberOfElements * vector.ElementSize, _met));
}
