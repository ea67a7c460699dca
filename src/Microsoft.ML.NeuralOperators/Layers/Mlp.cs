namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A multilayer perceptron of the channels at every point, on values with the channels last: a linear layer, σ, layers
/// x + σ(W x + b) if there are any, and a linear layer. [.., in] → [.., out].
/// </summary>
public sealed class Mlp : Layer
{
    private readonly Linear _first;
    private readonly Linear[] _residual;
    private readonly Linear _last;
    private readonly Activation _activation;

    /// <summary>Declares the layer.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="hidden">Channels of the hidden layers.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="activation">The nonlinearity σ.</param>
    /// <param name="first">Name of the first layer.</param>
    /// <param name="last">Name of the last layer.</param>
    /// <param name="residualLayers">Residual layers in between.</param>
    public Mlp(int inputs, int hidden, int outputs, Activation activation = Activation.Gelu, string first = "fcs.0",
        string last = "fcs.1", int residualLayers = 0)
    {
        _activation = activation;
        _first = Compose(first, new Linear(inputs, hidden));
        _residual = [.. Enumerable.Range(0, residualLayers)
            .Select(i => Compose($"linears.{i}.0", new Linear(hidden, hidden)))];
        _last = Compose(last, new Linear(hidden, outputs));
    }

    /// <summary>The perceptron under the names of the Neural-Solver-Library and the authors' GNOT.</summary>
    internal static Mlp Published(int inputs, int hidden, int outputs, int residualLayers = 0,
        Activation activation = Activation.Gelu, string first = "linear_pre.0", string last = "linear_post")
        => new(inputs, hidden, outputs, activation, first, last, residualLayers);

    /// <summary>The width of a hidden layer that is given as a ratio to its input's; at least 1.</summary>
    internal static int Width(int channels, double ratio) => Math.Max(1, (int)Math.Round(channels * ratio));

    /// <summary>
    /// The width of a hidden layer as programs have it that cut off what is beyond a whole number; at least 1. A ratio
    /// of two widths gives the width back, although it is rounded.
    /// </summary>
    internal static int WholeWidth(int channels, double ratio) => Math.Max(1, (int)(channels * ratio * (1 + 1e-12)));

    /// <summary>Applies the layer.</summary>
    public Value Apply(Value x)
    {
        x = _activation.Apply(_first.Apply(x));
        foreach (Linear layer in _residual) x += _activation.Apply(layer.Apply(x));
        return _last.Apply(x);
    }
}
