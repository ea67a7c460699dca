using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// STNN, the stacked tensorial neural network (Wagner 2023, arXiv:2312.14979): a field at fixed points as a convex
/// mixture of linear maps of a function at fixed sensors, such as boundary values. The maps are tensor trains, the
/// mixture depends on global parameters alone. So the solution operator of a linear equation is learned as what it is:
/// linear in its data, nonlinear in the equation's parameters.
/// </summary>
/// <remarks>
/// Inputs: "sensors" [batch, channels, sensors], which is not normalised, so that the map stays linear; "parameters"
/// [batch, parameters], where there are any. Output [batch, channels, points]. Sensors and points are those of
/// training.
/// </remarks>
public sealed class Stnn : NeuralOperator
{
    private readonly SensorContraction? _contraction;
    private readonly TensorTrainMaps _maps;
    private readonly Linear[] _gate;
    private readonly int _experts;

    /// <summary>Declares the operator.</summary>
    /// <param name="sensorChannels">Channels of the input function.</param>
    /// <param name="sensors">Sensors.</param>
    /// <param name="parameters">Global parameters; 0 for none, the maps are added up then.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="points">Points of the output.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Stnn(int sensorChannels, int sensors, int parameters, int outputChannels, int points,
        StnnOptions? options = null)
    {
        options ??= new();
        int group = checked(options.SensorsAtPlace * options.Boundaries);
        Options = options = Rules.Require(options, nameof(options), group > 0 && sensors % group != 0
            ? [$"there are {sensors} sensors; expected a multiple of SensorsAtPlace·Boundaries, {group}"] : null);
        Inputs = [new FieldPort("sensors", sensorChannels, [GridAxis.Points("sensors", sensors)])
            {
                IsNormalized = false,
            },
            .. parameters > 0 ? [new FieldPort("parameters", parameters, [])] : Array.Empty<FieldPort>()];
        Output = new FieldPort("output", outputChannels, [GridAxis.Points(PointFields.OutputAxis, points)]);
        _experts = options.Experts;
        long inputs = (long)sensorChannels * sensors;
        if (options.SensorsAtPlace > 1)
        {
            _contraction = Compose("contraction", new SensorContraction(options.SensorsAtPlace, options.Contractions,
                options.Boundaries));
            inputs = inputs / options.SensorsAtPlace * options.Contractions;
        }
        _maps = Compose("experts", new TensorTrainMaps(_experts, inputs, (long)outputChannels * points, options.Cores,
            options.Rank));
        int[] widths = [parameters, .. Enumerable.Repeat(options.GateWidth, options.GateLayers), _experts];
        _gate = parameters == 0 ? [] : [.. Enumerable.Range(0, widths.Length - 1)
            .Select(i => Compose($"gate.{i}", new Linear(widths[i], widths[i + 1])))];
    }

    /// <summary>The architecture.</summary>
    public StnnOptions Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPort> Inputs { get; }

    /// <inheritdoc/>
    public override FieldPort Output { get; }

    /// <inheritdoc/>
    public override Value Forward(IReadOnlyList<Value> inputs)
    {
        Value sensors = inputs[0];
        Dim batch = sensors.Shape[0];
        Value fields = _maps.Apply((_contraction?.Apply(sensors) ?? sensors).Reshape(batch, _maps.Inputs));
        if (_gate.Length > 0)
        {
            Value shares = inputs[1];
            for (int i = 0; i < _gate.Length; i++)
                shares = _gate[i].Apply(i == 0 ? shares : Options.Activation.Apply(shares));
            fields *= shares.Softmax(1).Transpose(1, 0).Reshape(_experts, batch, 1);
        }
        return fields.Reduce(Reduction.Sum, 0).Reshape(batch, Output.Channels, Output.Axes[0].Size!.Value);
    }
}
