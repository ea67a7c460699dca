namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Normalises every channel of [batch, channels, grid…] over batch and grid, then scales it (Ioffe, Szegedy 2015,
/// arXiv:1502.03167): by the batch's statistics while training, by running ones afterwards.
/// </summary>
/// <remarks>
/// Running statistics move by a tenth towards those of every step. Each worker normalises its part of the batch by
/// itself, as data-parallel training does everywhere, so parts should have several samples. A channel of a single value
/// becomes its bias.
/// </remarks>
public sealed class BatchNormalization : Layer
{
    private readonly double _epsilon;
    private readonly ParameterDeclaration _weight;
    private readonly ParameterDeclaration _bias;
    private readonly ParameterDeclaration _mean;
    private readonly ParameterDeclaration _variance;

    /// <summary>Declares the layer.</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public BatchNormalization(int channels, double epsilon = 1e-5)
    {
        _epsilon = epsilon;
        _weight = Declare("weight", [channels], Initializer.Ones);
        _bias = Declare("bias", [channels], Initializer.Zeros);
        _mean = DeclareStatistic("running_mean", [channels], Initializer.Zeros);
        _variance = DeclareStatistic("running_var", [channels], Initializer.Ones);
    }

    /// <summary>Normalises [batch, channels, grid…].</summary>
    public Value Apply(Value x) => x.Interpreter.Apply(new BatchNormalize(_mean, _variance, _epsilon),
        x, x.Bind(_weight), x.Bind(_bias), x.Bind(_mean), x.Bind(_variance));
}
