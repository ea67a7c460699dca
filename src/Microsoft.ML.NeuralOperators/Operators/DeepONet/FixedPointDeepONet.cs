namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A <see cref="DeepONet"/> whose query points are the same for all functions and belong to the model: the trunk runs
/// once for a whole batch. Input: "sensors" [batch, channels, sensors]. Output: [batch, channels, points].
/// </summary>
internal sealed class FixedPointDeepONet : NeuralOperator
{
    private readonly DeepONetOptions _options;
    private readonly Branch _branch;
    private readonly QueryFeatures _features;
    private readonly Perceptron _trunk;
    private readonly ParameterDeclaration _bias;
    private readonly ParameterDeclaration _points;

    /// <summary>Declares the operator.</summary>
    /// <param name="sensorChannels">Channels of the input function.</param>
    /// <param name="sensors">Sensors.</param>
    /// <param name="coordinates">Coordinates of a query point.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="options">The architecture.</param>
    /// <param name="points">The query points [points, coordinates].</param>
    /// <param name="box">The box around them.</param>
    public FixedPointDeepONet(int sensorChannels, int sensors, int coordinates, int outputChannels,
        DeepONetOptions options, float[] points, PointBox? box)
    {
        _options = options;
        int count = points.Length / coordinates, functions = options.BasisFunctions * outputChannels;
        Inputs = [new FieldPort("sensors", sensorChannels, [GridAxis.Points("sensors", sensors)])];
        Output = new FieldPort("output", outputChannels, [GridAxis.Points("points", count)]);
        _branch = Compose("branch", new Branch(sensorChannels * sensors, functions, options));
        _features = Compose("features", new QueryFeatures(coordinates, options.FourierFrequencies, box));
        _trunk = Compose("trunk",
            new Perceptron(_features.Count, options.TrunkWidths, functions, options, activatesOutput: true));
        _bias = Declare("bias", [outputChannels, 1], Initializer.Zeros);
        _points = DeclareBuffer("points", [count, coordinates], new Initializer.Given(points) { IsPlace = true });
    }

    public override IReadOnlyList<FieldPort> Inputs { get; }

    public override FieldPort Output { get; }

    public override Value Forward(IReadOnlyList<Value> inputs)
    {
        Value sensors = inputs[0];
        int channels = Output.Channels, basis = _options.BasisFunctions;
        Value b = _branch.Coefficients(sensors).Reshape(sensors.Shape[0], channels, basis);
        Value t = _trunk.Apply(_features.Apply(sensors.Bind(_points))).Reshape(_points.Shape[0], channels, basis)
            .Transpose(1, 2, 0);
        return b.Transpose(1, 0, 2).MatMul(t).Transpose(1, 0, 2) + sensors.Bind(_bias);
    }
}
