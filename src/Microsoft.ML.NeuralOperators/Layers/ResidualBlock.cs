namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// A residual block with pre-activation: x plus convolutions, each after a normalisation and a nonlinearity, [batch,
/// in, grid…] → [batch, out, grid…]. Where the channels differ, a pointwise layer brings x to those of the result.
/// </summary>
internal sealed class ResidualBlock : Layer
{
    private readonly (FieldNormalization Norm, GridConvolution Convolution)[] _steps;
    private readonly GridConvolution? _shortcut;
    private readonly Activation _activation;

    /// <summary>Declares the block.</summary>
    /// <param name="form">What the blocks of a network have in common.</param>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="dilations">Distance of the kernel's points, for each convolution.</param>
    public ResidualBlock(ResidualForm form, int inputs, int outputs, params IReadOnlyList<int> dilations)
    {
        _activation = form.Activation;
        _steps = [.. dilations.Select((dilation, i) =>
        {
            int from = i == 0 ? inputs : outputs;
            Normalization kind = i > 0 || form.HasFirstNorm ? form.Normalization : Normalization.None;
            return (Compose($"{form.NormName}{i + 1}", new FieldNormalization(kind, from, form.IsAffine)),
                Compose($"conv{i + 1}", new GridConvolution(form.Boundaries, from, outputs, form.Kernel, hasBias: true,
                    dilation: dilation)));
        })];
        if (inputs != outputs)
            _shortcut = Compose("shortcut", new GridConvolution(form.Boundaries, inputs, outputs, 1, hasBias: true));
    }

    /// <summary>Applies the block.</summary>
    public Value Apply(Value x)
    {
        Value y = x;
        foreach (var (norm, convolution) in _steps) y = convolution.Apply(_activation.Apply(norm.Apply(y)));
        return (_shortcut?.Apply(x) ?? x) + y;
    }
}

/// <summary>What the residual blocks of a network have in common.</summary>
/// <param name="Boundaries">How the field continues, along each grid axis.</param>
/// <param name="Kernel">Points of the kernels along every axis.</param>
/// <param name="Normalization">Normalisation before every nonlinearity.</param>
/// <param name="Activation">Nonlinearity before every convolution.</param>
internal sealed record ResidualForm(IReadOnlyList<BoundaryCondition> Boundaries, int Kernel,
    Normalization Normalization, Activation Activation)
{
    /// <summary>Whether instance normalisation has learned factors.</summary>
    public bool IsAffine { get; init; } = true;

    /// <summary>Whether there is a norm before the first nonlinearity.</summary>
    public bool HasFirstNorm { get; init; } = true;

    /// <summary>What norms are called, before their number.</summary>
    public string NormName { get; init; } = "norm";
}
