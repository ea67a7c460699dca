namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A state space along the rows and along the columns of a plane, forwards and backwards (Liu et al. 2024,
/// arXiv:2401.10166, section 4.2), after a convolution and behind a gate: [batch, h, w, channels] both ways.
/// </summary>
internal sealed class CrossScan : Layer
{
    private const int Ways = 4, ChannelsOfAHead = 16, Taps = 3;
    private readonly int _width;
    private readonly int _heads;
    private readonly int _size;
    private readonly Activation _activation;
    private readonly ParameterDeclaration _vectors;
    private readonly ParameterDeclaration _diagonal;
    private readonly ParameterDeclaration _rates;
    private readonly ParameterDeclaration _stepBias;
    private readonly Linear _input;
    private readonly SequenceConvolution _convolution;
    private readonly LayerNormalization _norm;
    private readonly Linear _output;

    /// <summary>Declares the layer.</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="options">The architecture.</param>
    public CrossScan(int channels, PatchLamoOptions options)
    {
        (_width, _size, _activation) =
            (Mlp.WholeWidth(channels, options.Expansion), options.StateSize, options.Activation);
        _heads = HeadsOf(channels);
        _vectors = Declare("x_proj_weight", [Ways, _heads + 2 * _size, _width], Initializer.FanIn(_width));
        _diagonal = Declare("Ds", [Ways, _heads, _width / _heads], Initializer.Ones);
        _rates = Declare("A_logs", [Ways, _heads], new FirstRates());
        _stepBias = Declare("dt_projs_bias", [Ways, _heads], new FirstSteps());
        _norm = Compose("out_norm", new LayerNormalization(_width));
        _input = Compose("in_proj", new Linear(channels, 2 * _width, hasBias: false));
        _convolution = Compose("conv2d.1", new SequenceConvolution(2, _width, Taps));
        _output = Compose("out_proj", new Linear(_width, channels, hasBias: false));
    }

    /// <summary>Heads of the state space of every way.</summary>
    public static int HeadsOf(int channels) => (channels + ChannelsOfAHead - 1) / ChannelsOfAHead;

    public Value Apply(Value u)
    {
        Value both = _input.Apply(u);
        Value x = _activation.Apply(_convolution.Apply(both.Slice(-1, 0, _width))),
            gate = _activation.Apply(both.Slice(-1, _width, _width));
        Value turned = x.Transpose(0, 2, 1, 3);
        // Rows and columns forwards, then both backwards.
        Value rows = Go(x, 0) + Go(x, 2), columns = Go(turned, 1) + Go(turned, 3);
        return _output.Apply(_norm.Apply(rows + columns.Transpose(0, 2, 1, 3)) * gate);
    }

    private Value Go(Value field, int way)
    {
        Value x = field.AsPoints(), vectors = x.Linear(Own(_vectors).Reshape(_heads + 2L * _size, _width));
        Dim batch = x.Shape[0], length = x.Shape[1];
        Value features = x.Reshape(batch, length, _heads, _width / _heads);
        Value steps = (vectors.Slice(-1, 0, _heads) + Own(_stepBias).Reshape(_heads)).Softplus();
        Value y = SelectiveScan.Apply(new StateSequence(features, steps,
            vectors.Slice(-1, _heads, _size).Reshape(batch, length, 1, _size),
            vectors.Slice(-1, _heads + _size, _size).Reshape(batch, length, 1, _size),
            -Own(_rates).Reshape(_heads).Exp()), isBackward: way >= Ways / 2);
        return (y + features * Own(_diagonal).Reshape(_heads, _width / _heads)).Reshape(field.Shape);

        Value Own(ParameterDeclaration parameter) => field.Bind(parameter).Slice(0, way, 1);
    }
}
