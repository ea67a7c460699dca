namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The parameters of a definition on a device: the trained ones end to end in one vector, whose parts a step sees as
/// views. Workers add gradient vectors, and the optimizer updates, with one kernel each.
/// </summary>
internal sealed class ParameterVector : IDisposable
{
    private readonly ParameterDeclaration[] _trained;
    private readonly long[] _sizes;
    private readonly torch.ScalarType _compute;
    private readonly Dictionary<ParameterDeclaration, torch.Tensor> _buffers;

    /// <summary>Parameters with some values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="precision">Types of the vector, and of the views that operators calculate with.</param>
    /// <param name="device">Where they live.</param>
    public ParameterVector(ParameterValues values, TrainingPrecision precision, torch.Device device)
    {
        torch.ScalarType type = precision.Master();
        _compute = precision.Compute();
        ParameterDeclaration[] all = [.. values.Definition.Parameters];
        _trained = [.. all.Where(p => p.IsTrainable)];
        _sizes = [.. _trained.Select(p => p.Elements)];
        float[] numbers = [.. _trained.SelectMany(p => values[p])];
        Vector = Aligned(numbers, [numbers.Length]);
        _buffers = all.Where(p => !p.IsTrainable).ToDictionary(p => p, p => Aligned(values[p], [.. p.Shape]));

        // A tensor made from an array is the array itself, at any address; matrix products of libtorch round according
        // to the address. A copy lies on a boundary, so that the same training gives the same bits.
        torch.Tensor Aligned(float[] array, long[] shape)
            => torch.tensor(array, shape, type, device).clone().DetachFromDisposeScope();
    }

    /// <summary>All trained numbers.</summary>
    public torch.Tensor Vector { get; }

    /// <summary>The trained parameters, in the order of the vector.</summary>
    public IReadOnlyList<ParameterDeclaration> Trained => _trained;

    /// <summary>Whether operators calculate in the type of the vector.</summary>
    public bool CalculatesInOwnType => Vector.dtype == _compute;

    /// <summary>
    /// Everything that is not trained: statistics of fields, which stay, and running ones, which move for every worker.
    /// </summary>
    public IReadOnlyDictionary<ParameterDeclaration, torch.Tensor> Buffers => _buffers;

    /// <summary>The tensor of every parameter, as views of a vector of the same layout.</summary>
    public Dictionary<ParameterDeclaration, torch.Tensor> Views(torch.Tensor vector)
    {
        // Statistics of fields are outside the operator, in full precision.
        Dictionary<ParameterDeclaration, torch.Tensor> views = _buffers.ToDictionary(b => b.Key,
            b => b.Value.dtype == _compute || b.Key.Owner is FieldNormalizer ? b.Value : b.Value.type(_compute));
        torch.Tensor[] parts = vector.type(_compute).split(_sizes, 0);
        for (int i = 0; i < parts.Length; i++) views.Add(_trained[i], parts[i].view([.. _trained[i].Shape]));
        return views;
    }

    /// <summary>The numbers of a vector of the same layout, in host memory.</summary>
    public ParameterValues ToValues(Layer definition, torch.Tensor vector)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        float[] numbers = vector.detach().cpu().@float().data<float>().ToArray();
        int end = 0;
        return ParameterValues.From(definition, p =>
        {
            if (!p.IsTrainable) return _buffers[p].cpu().@float().data<float>().ToArray();
            end += (int)p.Elements;
            return numbers[(end - (int)p.Elements)..end];
        });
    }

    public void Dispose()
    {
        Vector.Dispose();
        foreach (torch.Tensor buffer in _buffers.Values) buffer.Dispose();
    }
}
