namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// DeepONet (Lu, Jin, Pang, Zhang, Karniadakis 2021, arXiv:1910.03193): G(u)(y) = Σₖ bₖ(u)·tₖ(y) + b₀. The branch b
/// sees the input function at fixed sensors, the trunk t one query point at a time, so that any points may be asked
/// for.
/// </summary>
/// <remarks>
/// Inputs: "sensors" [batch, channels, sensors] and "points" [batch, coordinates, points]. Output: [batch, channels,
/// points]. Each output channel has basis functions of its own. The trunk ends with its nonlinearity, the branch with a
/// linear layer, as published.
/// </remarks>
public sealed class DeepONet : NeuralOperator
{
    private readonly Branch _branch;
    private readonly QueryFeatures _features;
    private readonly Perceptron _trunk;
    private readonly ParameterDeclaration _bias;

    /// <summary>Declares the operator.</summary>
    /// <param name="sensorChannels">Channels of the input function.</param>
    /// <param name="sensors">Sensors.</param>
    /// <param name="coordinates">Coordinates of a query point.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public DeepONet(int sensorChannels, int sensors, int coordinates, int outputChannels,
        DeepONetOptions? options = null)
        : this(sensorChannels, sensors, coordinates, outputChannels, options ?? new(), null)
    {
    }

    internal DeepONet(int sensorChannels, int sensors, int coordinates, int outputChannels, DeepONetOptions options,
        PointBox? box)
    {
        Options = Rules.Require(options);
        GridAxis axis = GridAxis.Points("points", allowsPadding: true);
        Inputs = [new("sensors", sensorChannels, [GridAxis.Points("sensors", sensors)]),
            new("points", coordinates, [axis]) { IsNormalized = false }];
        Output = new FieldPort("output", outputChannels, [axis]);
        int functions = options.BasisFunctions * outputChannels;
        _branch = Compose("branch", new Branch(sensorChannels * sensors, functions, options));
        _features = Compose("features", new QueryFeatures(coordinates, options.FourierFrequencies, box));
        _trunk = Compose("trunk",
            new Perceptron(_features.Count, options.TrunkWidths, functions, options, activatesOutput: true));
        _bias = Declare("bias", [outputChannels, 1], Initializer.Zeros);
    }

    /// <summary>The architecture.</summary>
    public DeepONetOptions Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPort> Inputs { get; }

    /// <inheritdoc/>
    public override FieldPort Output { get; }

    /// <inheritdoc/>
    public override Value Forward(IReadOnlyList<Value> inputs)
    {
        Value b = Coefficients(inputs[0]), t = Functions(inputs[1].Transpose(0, 2, 1)).Transpose(0, 2, 1, 3);
        Value product = t.MatMul(b.Reshape([.. b.Shape, 1]));
        return product.Reshape(t.Shape[0], Output.Channels, t.Shape[2]) + Bias(b);
    }

    /// <summary>bₖ(u): [batch, channels, sensors] → [batch, output channels, basis functions].</summary>
    internal Value Coefficients(Value sensors) => _branch.Coefficients(sensors)
        .Reshape(sensors.Shape[0], Output.Channels, Options.BasisFunctions);

    /// <summary>tₖ(y): [.., points, coordinates] → [.., points, output channels, basis functions].</summary>
    internal Value Functions(Value points) => _trunk.Apply(_features.Apply(points))
        .Reshape([.. points.Shape.SkipLast(1), Output.Channels, Options.BasisFunctions]);

    /// <summary>b₀ [output channels, 1].</summary>
    internal Value Bias(Value x) => x.Bind(_bias);
}
