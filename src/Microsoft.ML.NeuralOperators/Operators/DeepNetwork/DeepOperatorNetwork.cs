using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.DeepNetwork;

/// <summary>What a <see cref="DeepOperatorNetwork"/> takes from its training data.</summary>
public sealed record DeepOperatorNetworkData
{
    /// <summary>The box around the query points; [-1, 1] along every coordinate when null.</summary>
    public PointBox? Box { get; init; }

    /// <summary>The query points [points, coordinates] that belong to the model; zeros, to be overwritten, when null.</summary>
    public float[]? Points { get; init; }

    /// <summary>The modes of the labels; zeros, to be overwritten, when null.</summary>
    public OrthogonalModes? Modes { get; init; }
}

/// <summary>
/// DeepONet (Lu, Jin, Pang, Zhang, Karniadakis 2021, arXiv:1910.03193): G(u)(y) = Σₖ bₖ(u)·tₖ(y) + b₀. The branch b sees the
/// input function at fixed sensors, the trunk t one query point at a time, so that any points may be asked for; or the trunk is
/// made of the labels' modes φₖ, G(u) = mean + Σₖ bₖ(u)·φₖ/p.
/// </summary>
/// <remarks>
/// Inputs: "sensors" [batch, channels, sensors], and "points" [batch, coordinates, points] unless the points belong to the
/// model. Output: [batch, channels, points]. Each output channel has basis functions of its own; modes are those of all channels
/// together. The trunk ends with its nonlinearity, the branch with a linear layer, as published.
/// </remarks>
public sealed class DeepOperatorNetwork : NeuralOperator
{
    private readonly Perceptron _branch;
    private readonly QueryFeatures? _features;
    private readonly Perceptron? _trunk;
    private readonly ParameterDeclaration? _bias;
    private readonly ParameterDeclaration? _points;
    private readonly ParameterDeclaration? _mean;
    private readonly ParameterDeclaration? _modes;

    /// <summary>Declares the operator.</summary>
    /// <param name="options">The architecture.</param>
    /// <param name="data">What comes from the training data; null where weights are read from a file.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public DeepOperatorNetwork(DeepOperatorNetworkOptions options, DeepOperatorNetworkData? data = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        string faults = string.Join("; ", options.Faults());
        if (faults.Length > 0) throw new ArgumentOutOfRangeException(nameof(options), faults + ".");
        Options = options;
        bool hasModes = options.Trunk == TrunkKind.OrthogonalModes;
        GridAxis axis = GridAxis.Points("points", options.FixedPoints, allowsPadding: options.FixedPoints is null);
        var sensors = new FieldPort("sensors", options.SensorChannels, [GridAxis.Points("sensors", options.Sensors)]);
        Inputs = options.FixedPoints is not null ? [sensors]
            : [sensors, new FieldPort("points", options.Coordinates, [axis]) { IsNormalized = false }];
        Output = new FieldPort("output", options.OutputChannels, [axis]);

        int inputs = options.SensorChannels * options.Sensors, basis = options.BasisFunctions, outputs = hasModes ? basis : basis * options.OutputChannels;
        _branch = Compose("branch", options.IsStacked ? new Perceptron(inputs, options.BranchWidths, 1, options, copies: outputs)
            : new Perceptron(inputs, options.BranchWidths, outputs, options));
        if (hasModes)
        {
            long length = (long)options.OutputChannels * options.FixedPoints!.Value;
            _mean = DeclareBuffer("mean", [length], First(data?.Modes?.Mean));
            _modes = DeclareBuffer("modes", [basis, length], First(data?.Modes?.Modes));
            return;
        }
        _features = Compose("features", new QueryFeatures(options, data?.Box));
        _trunk = Compose("trunk", new Perceptron(_features.Count, options.TrunkWidths, outputs, options, activatesOutput: true));
        _bias = Declare("bias", [options.OutputChannels, 1], Initializer.Zeros);
        if (options.FixedPoints is { } points) _points = DeclareBuffer("points", [points, options.Coordinates], First(data?.Points));
    }

    /// <summary>The architecture.</summary>
    public DeepOperatorNetworkOptions Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPort> Inputs { get; }

    /// <inheritdoc/>
    public override FieldPort Output { get; }

    /// <inheritdoc/>
    public override Value Forward(IReadOnlyList<Value> inputs)
    {
        Value sensors = inputs[0];
        Dim batch = sensors.Shape[0];
        int channels = Options.OutputChannels, basis = Options.BasisFunctions;
        Value coefficients = _branch.Apply(sensors.Reshape(batch, (long)Options.SensorChannels * Options.Sensors));
        // Stacked branches come with their copies in front: [p, batch, 1].
        if (Options.IsStacked) coefficients = coefficients.Reshape(coefficients.Shape[0], batch).Transpose(1, 0);
        if (_modes is not null)
        {
            Value sum = coefficients.MatMul(sensors.Bind(_modes)) * (1.0 / basis) + sensors.Bind(_mean!);
            return sum.Reshape(batch, channels, Options.FixedPoints!.Value);
        }
        coefficients = coefficients.Reshape(batch, channels, basis);
        return (_points is null ? AtOwnPoints(coefficients, inputs[1]) : AtFixedPoints(coefficients)) + sensors.Bind(_bias!);
    }

    // Every function has its points: [batch, coordinates, n].
    private Value AtOwnPoints(Value coefficients, Value points)
    {
        Dim batch = points.Shape[0], n = points.Shape[2];
        Value functions = _trunk!.Apply(_features!.Apply(points.Transpose(0, 2, 1)));
        functions = functions.Reshape(batch, n, Options.OutputChannels, Options.BasisFunctions).Transpose(0, 2, 1, 3);
        return functions.MatMul(coefficients.Reshape([.. coefficients.Shape, 1])).Reshape(batch, Options.OutputChannels, n);
    }

    // The trunk runs once for all functions.
    private Value AtFixedPoints(Value coefficients)
    {
        long n = Options.FixedPoints!.Value;
        Value functions = _trunk!.Apply(_features!.Apply(coefficients.Bind(_points!)));
        functions = functions.Reshape(n, Options.OutputChannels, Options.BasisFunctions).Transpose(1, 2, 0);
        return coefficients.Transpose(1, 0, 2).MatMul(functions).Transpose(1, 0, 2);
    }

    private static Initializer First(float[]? values) => values is null ? Initializer.Zeros : new Initializer.Given(values);
}
