namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// POD-DeepONet (Lu et al. 2022, arXiv:2111.05512, section 3.1.2): G(u) = mean + Σₖ bₖ(u)·φₖ/p, where the trunk is made
/// of the p first orthogonal modes φₖ of the labels, those of all channels together. Input: "sensors" [batch, channels,
/// sensors]. Output: [batch, channels, points] at the labels' points.
/// </summary>
internal sealed class PodDeepONet : NeuralOperator
{
    private readonly Branch _branch;
    private readonly ParameterDeclaration _mean;
    private readonly ParameterDeclaration _modes;

    /// <summary>Declares the operator.</summary>
    /// <param name="sensorChannels">Channels of the input function.</param>
    /// <param name="sensors">Sensors.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="points">Points of the labels.</param>
    /// <param name="options">The architecture.</param>
    /// <param name="modes">Mean and modes of the labels.</param>
    public PodDeepONet(int sensorChannels, int sensors, int outputChannels, int points, DeepONetOptions options,
        OrthogonalModes modes)
    {
        int basis = options.BasisFunctions;
        long length = (long)outputChannels * points;
        Inputs = [new FieldPort("sensors", sensorChannels, [GridAxis.Points("sensors", sensors)])];
        Output = new FieldPort("output", outputChannels, [GridAxis.Points("points", points)]);
        _branch = Compose("branch", new Branch(sensorChannels * sensors, basis, options));
        _mean = DeclareBuffer("mean", [length], new Initializer.Given(modes.Mean));
        _modes = DeclareBuffer("modes", [basis, length], new Initializer.Given(modes.Modes));
    }

    public override IReadOnlyList<FieldPort> Inputs { get; }

    public override FieldPort Output { get; }

    public override Value Forward(IReadOnlyList<Value> inputs)
    {
        Value b = _branch.Coefficients(inputs[0]);
        Value sum = b.MatMul(b.Bind(_modes)) * (1.0 / _modes.Shape[0]) + b.Bind(_mean);
        return sum.Reshape(b.Shape[0], Output.Channels, Output.Axes[0].Size!.Value);
    }
}
