namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Hydra (Hwang et al. 2024, arXiv:2407.09941): a quasi-separable matrix, which is a scan forwards and one backwards,
/// each a place late, and a diagonal of its own that depends on the input.
/// </summary>
internal sealed class QuasiSeparableMixer : SequenceMixer
{
    private const int Groups = 2;
    private readonly Linear _input;
    private readonly SequenceConvolution _convolution;
    private readonly ParameterDeclaration _first;
    private readonly ParameterDeclaration _stepBias;
    private readonly ParameterDeclaration _rates;
    private readonly ParameterDeclaration _diagonal;
    private readonly Linear _diagonalOfInput;
    private readonly RmsNormalization _norm;
    private readonly Linear _output;

    public QuasiSeparableMixer(LamoOptions options)
        : base(options)
    {
        int mixed = Width + 4 * Groups * Size;
        _first = Declare("init_states", [Heads, Width / Heads, Size], Initializer.Zeros);
        _stepBias = Declare("dt_bias", [Heads], new FirstSteps());
        _rates = Declare("A_log", [Heads], Initializer.Zeros);
        _diagonal = Declare("D", [Heads], Initializer.Ones);
        _input = Compose("in_proj", new Linear(options.Channels, Width + mixed + 2 * Heads, hasBias: false));
        _convolution = Compose("conv1d", new SequenceConvolution(1, mixed, Taps));
        _diagonalOfInput = Compose("fc_D", new Linear(Width, Heads, hasBias: false));
        _norm = Compose("norm", new RmsNormalization(Width));
        _output = Compose("out_proj", new Linear(Width, options.Channels, hasBias: false));
    }

    public override Value Apply(Value u)
    {
        Value all = _input.Apply(u);
        int pairs = 2 * Groups * Size, mixed = Width + 2 * pairs;
        Value gate = all.Slice(-1, 0, Width), steps = all.Slice(-1, Width + mixed, 2 * Heads);
        Value signal = _convolution.Apply(all.Slice(-1, Width, mixed)).Silu(), x = signal.Slice(-1, 0, Width);
        Value features = Split(x, Heads);
        Value diagonal = _diagonalOfInput.Apply(x) + u.Bind(_diagonal);
        Value y = Late(Scan(isBackward: false), isBackward: false) + Late(Scan(isBackward: true), isBackward: true)
            + features * diagonal.Reshape([.. diagonal.Shape, 1]);
        return _output.Apply(_norm.Apply(Join(y)) * gate.Silu());

        Value Scan(bool isBackward)
        {
            int which = isBackward ? 1 : 0;
            Value own = signal.Slice(-1, Width + which * pairs, pairs);
            return SelectiveScan.Apply(new StateSequence(features,
                (steps.Slice(-1, which * Heads, Heads) + u.Bind(_stepBias)).Softplus(),
                Split(own.Slice(-1, 0, pairs / 2), Groups), Split(own.Slice(-1, pairs / 2, pairs / 2), Groups),
                -u.Bind(_rates).Exp(), u.Bind(_first)), isBackward);
        }
    }

    // Every place gets what the one before it had; the first in the direction gets nothing.
    private static Value Late(Value y, bool isBackward)
    {
        Dim rest = y.Shape[1] - 1;
        return y.Slice(1, isBackward ? 1 : 0, rest)
            .Pad(PaddingMode.Zeros, [1], [isBackward ? 0 : 1], [isBackward ? 1 : 0]);
    }
}
