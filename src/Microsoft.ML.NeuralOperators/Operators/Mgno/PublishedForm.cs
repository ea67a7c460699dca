namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>Details of the authors' programs that new models do without.</summary>
internal sealed record PublishedForm
{
    /// <summary>The grid the layer norms are bound to, or null without them.</summary>
    public IReadOnlyList<int>? Grid { get; init; }

    /// <summary>Whether a layer norm follows every prolongation.</summary>
    public bool NormalizesLevels { get; init; }

    /// <summary>How many of those norms, finest first, have learned factors.</summary>
    public int AffineLevels { get; init; }

    /// <summary>Whether a layer norm follows every cycle.</summary>
    public bool NormalizesCycles { get; init; }

    /// <summary>Kernel sizes of the prolongations, finest first; all 4 when null.</summary>
    public IReadOnlyList<int>? ProlongationKernels { get; init; }

    /// <summary>Padding of restriction and prolongation: 1, or 0 in the Helmholtz programs.</summary>
    public int TransferPadding { get; init; } = 1;

    /// <summary>Whether the first smoothing step has an A that is never used.</summary>
    public bool HasIdleOperator { get; init; }

    /// <summary>The output layer.</summary>
    public PublishedOutput Output { get; init; }

    /// <summary>Width of the output MLP.</summary>
    public int OutputWidth { get; init; }

    /// <summary>Name of the output layer.</summary>
    public string OutputName { get; init; } = "linear";
}
