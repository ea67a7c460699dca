namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Mamba-2 (Dao, Gu 2024, arXiv:2405.21060) forwards and backwards: both ways share their linear layers and norm, and
/// have convolutions, steps and rates of their own; the output is their mean.
/// </summary>
internal sealed class BidirectionalMixer : SequenceMixer
{
    private readonly Linear _input;
    private readonly Way _forward;
    private readonly Way _backward;
    private readonly RmsNormalization _norm;
    private readonly Linear _output;

    public BidirectionalMixer(LamoOptions options)
        : base(options)
    {
        int mixed = Width + 2 * Size;
        _forward = Of("");
        _backward = Of("_b");
        _input = Compose("in_proj", new Linear(options.Channels, Width + mixed + Heads, hasBias: false));
        _norm = Compose("norm", new RmsNormalization(Width));
        _output = Compose("out_proj", new Linear(Width, options.Channels, hasBias: false));

        Way Of(string suffix) => new(Declare("dt_bias" + suffix, [Heads], new FirstSteps()),
            Declare("A_log" + suffix, [Heads], new FirstRates()),
            Declare("D" + suffix, [Heads], Initializer.Ones),
            Compose("conv1d" + suffix, new SequenceConvolution(1, mixed, Taps)));
    }

    public override Value Apply(Value u)
    {
        Value all = _input.Apply(u);
        Value gate = all.Slice(-1, 0, Width).Silu(), mixed = all.Slice(-1, Width, Width + 2 * Size),
            steps = all.Slice(-1, 2 * (Width + Size), Heads);
        return _output.Apply((Go(_forward, isBackward: false) + Go(_backward, isBackward: true)) * 0.5);

        Value Go(Way way, bool isBackward)
        {
            Value signal = way.Convolution.ApplyOneWay(mixed, isBackward).Silu();
            Value x = Split(signal.Slice(-1, 0, Width), Heads);
            Value y = SelectiveScan.Apply(new StateSequence(x, (steps + u.Bind(way.StepBias)).Softplus(),
                Split(signal.Slice(-1, Width, Size), 1), Split(signal.Slice(-1, Width + Size, Size), 1),
                -u.Bind(way.Rates).Exp()), isBackward);
            return _norm.Apply(Join(y + x * u.Bind(way.Diagonal).Reshape(Heads, 1)) * gate);
        }
    }

    private sealed record Way(ParameterDeclaration StepBias, ParameterDeclaration Rates, ParameterDeclaration Diagonal,
        SequenceConvolution Convolution);
}
