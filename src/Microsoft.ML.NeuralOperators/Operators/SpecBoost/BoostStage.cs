namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>An operator on grids as a stage of a sum.</summary>
internal sealed class BoostStage : Layer
{
    private readonly NeuralOperator _operator;
    private readonly GridCoarsening? _coarsening;
    private readonly bool _seesSum;

    /// <summary>Declares the stage.</summary>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="outputChannels">Channels of the sum.</param>
    /// <param name="stage">The stage, from 0.</param>
    /// <param name="options">The operators.</param>
    /// <param name="scale">Values of <see cref="Scale"/>; null for ones.</param>
    public BoostStage(int inputChannels, int outputChannels, int stage, SpecBoostOptions options, float[]? scale = null)
    {
        if (stage == 0)
        {
            _operator = Compose("operator", options.First.Define(inputChannels, outputChannels));
            _coarsening = options.FirstCoarsening == 1 ? null : new(options.FirstCoarsening, options.Points);
            return;
        }
        _seesSum = options.SeesPrediction;
        _operator = Compose("operator",
            options.Second.Define(options.InputsOfSecond(inputChannels, outputChannels), outputChannels));
        Scale = DeclareBuffer("scale", [outputChannels],
            scale is null ? Initializer.Ones : new Initializer.Given(scale));
    }

    /// <summary>What the operator's outputs are multiplied with, [channels]; null in the first stage.</summary>
    public ParameterDeclaration? Scale { get; }

    /// <summary>The operator.</summary>
    public NeuralOperator Operator => _operator;

    /// <summary>The sum with this stage.</summary>
    /// <param name="x">The input, [batch, channels, grid…].</param>
    /// <param name="sum">The sum of the stages before; null in the first one.</param>
    public Value Apply(Value x, Value? sum)
    {
        if (Scale is null || sum is null)
            return _coarsening is null ? _operator.Forward([x])
                : _coarsening.Prolong(_operator.Forward([_coarsening.Restrict(x)]), x.Shape);
        Value correction = _operator.Forward([_seesSum ? Value.Concat(1, x, sum) : x]);
        return sum + correction * x.Bind(Scale).AlongAxis(0, x.Rank - 1);
    }
}
