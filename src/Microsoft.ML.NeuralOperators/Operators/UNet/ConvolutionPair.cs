namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Twice a convolution without bias, a normalisation and a nonlinearity: [batch, in, grid…] → [batch, out, grid…].
/// </summary>
internal sealed class ConvolutionPair : Layer
{
    private readonly Unit[] _units;
    private readonly Activation _activation;

    /// <summary>Declares the layer.</summary>
    /// <param name="convolution">Makes a convolution from channels to channels.</param>
    /// <param name="normalization">The normalisation, with learned factors.</param>
    /// <param name="activation">The nonlinearity.</param>
    /// <param name="inputs">Channels in.</param>
    /// <param name="between">Channels between the convolutions.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="names">Names of the first and the second convolution and norm.</param>
    public ConvolutionPair(Func<int, int, GridConvolution> convolution, Normalization normalization,
        Activation activation, int inputs, int between, int outputs, PairNames names)
    {
        _activation = activation;
        _units = [Declare(0, inputs, between), Declare(1, between, outputs)];

        Unit Declare(int index, int from, int to) => new(
            Compose(names.Convolutions[index], convolution(from, to)),
            Compose(names.Norms[index], new FieldNormalization(normalization, to)));
    }

    /// <summary>Applies both convolutions.</summary>
    public Value Apply(Value x)
    {
        foreach (Unit unit in _units) x = _activation.Apply(unit.Norm.Apply(unit.Convolution.Apply(x)));
        return x;
    }

    private sealed record Unit(GridConvolution Convolution, FieldNormalization Norm);
}

/// <summary>What the parts of a <see cref="ConvolutionPair"/> are called.</summary>
/// <param name="Convolutions">The first and the second convolution.</param>
/// <param name="Norms">The first and the second norm.</param>
internal sealed record PairNames(string[] Convolutions, string[] Norms);
