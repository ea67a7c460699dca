namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Gradients that are added over the ranks together. They lie end to end in a vector of the bucket's own, since
/// parameters whose gradients come one after the other need not be neighbours.
/// </summary>
internal sealed class GradientBucket : IDisposable
{
    private readonly torch.Tensor _vector;
    private readonly torch.Tensor[] _parts;
    // Where the parts begin in the vector of all parameters.
    private readonly int[] _places;

    /// <summary>A bucket.</summary>
    /// <param name="parameters">All parameters.</param>
    /// <param name="numbers">Those of the bucket: their places among the trained ones.</param>
    public GradientBucket(ParameterVector parameters, IReadOnlyList<int> numbers)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Declarations = [.. numbers.Select(number => parameters.Trained[number])];
        long[] sizes = [.. Declarations.Select(p => p.Elements)];
        _vector = torch.zeros([sizes.Sum()], parameters.Vector.dtype).DetachFromDisposeScope();
        _parts = [.. _vector.split(sizes, 0).Zip(Declarations, (part, p)
            => part.view([.. p.Shape]).DetachFromDisposeScope())];
        _places = [.. numbers.Select(number => (int)parameters.Trained.Take(number).Sum(p => p.Elements))];
    }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<ParameterDeclaration> Declarations { get; }

    /// <summary>Takes this rank's gradients, in the order of the parameters.</summary>
    public void Fill(IReadOnlyList<torch.Tensor> gradients)
    {
        for (int i = 0; i < _parts.Length; i++) _parts[i].copy_(gradients[i]);
    }

    /// <summary>Takes zeros: the loss does not depend on these parameters.</summary>
    public void Clear() => _vector.zero_();

    /// <summary>Begins to add the gradients over the ranks that take part, which have met just before.</summary>
    /// <returns>Waits for the sums; null where they are there.</returns>
    public Action? BeginSum(RankGroup group, ReadOnlySpan<bool> parts) => group.BeginSum(_vector, parts);

    /// <summary>Copies the sums to the places of their parameters in a vector of all of them.</summary>
    public void CopyTo(torch.Tensor gradient)
    {
        // Not by torch, whose copies would take threads that belong to the backward pass.
        Span<byte> from = _vector.bytes, to = gradient.bytes;
        int size = (int)_vector.ElementSize;
        for (int i = 0; i < _places.Length; i++)
        {
            int length = (int)Declarations[i].Elements * size;
            from[..length].CopyTo(to[(_places[i] * size)..]);
            from = from[length..];
        }
    }

    public void Dispose()
    {
        foreach (torch.Tensor part in _parts) part.Dispose();
        _vector.Dispose();
    }
}
