using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// SpecBoost (Qin, Lyu, Peng, Geng, Wang, Gao, Liu, Wang 2024, arXiv:2404.07200): an operator, and a second one that
/// learns what the first leaves. Operators of Fourier modes learn low frequencies first; the second one, which sees
/// nothing but the rest, learns higher ones.
/// </summary>
/// <remarks>
/// Input [batch, channels, grid…], output on the same grid: the sum of all stages. Stages after the first see the
/// input and the sum of those before, and their outputs are in units of the standard deviation of what those left on
/// the training data. A training trains one stage after the other and leaves earlier ones as they are. Conditions that
/// the first operator meets exactly are met by the sum.
/// </remarks>
public sealed class SpecBoost : GridOperator, IStagedOperator
{
    private readonly BoostStage[] _stages;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public SpecBoost(int inputChannels, int outputChannels, SpecBoostOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        _stages = [.. Enumerable.Range(0, options.Stages).Select(stage
            => Compose($"stages.{stage}", new BoostStage(inputChannels, outputChannels, stage, options)))];
    }

    /// <summary>The architecture.</summary>
    public SpecBoostOptions Options { get; }

    /// <inheritdoc/>
    public override bool IsConstrained => _stages[0].Operator.IsConstrained;

    IReadOnlyList<double> IStagedOperator.EpochShares =>
    [
        Options.FirstShare,
        .. Enumerable.Repeat((1 - Options.FirstShare) / (Options.Stages - 1), Options.Stages - 1),
    ];

    int IStagedOperator.Folds => Options.Folds;

    IReadOnlyList<ParameterDeclaration> IStagedOperator.Scales => [.. _stages.Skip(1).Select(s => s.Scale!)];

    /// <inheritdoc/>
    public override Value Constrain(Value output, IReadOnlyList<Value> inputs)
        => _stages[0].Operator.Constrain(output, inputs);

    NeuralOperator IStagedOperator.Stage(int stage, float[]? scale) => new StageOperator(this, stage, scale);

    /// <inheritdoc/>
    protected override Value Forward(Value x)
    {
        Value? sum = null;
        foreach (BoostStage stage in _stages) sum = stage.Apply(x, sum);
        return sum!;
    }

    /// <summary>One stage, with the sum of those before it as an input.</summary>
    private sealed class StageOperator : NeuralOperator
    {
        private readonly SpecBoost _whole;
        private readonly BoostStage _stage;

        public StageOperator(SpecBoost whole, int stage, float[]? scale)
        {
            _whole = whole;
            FieldPort input = whole.Inputs[0];
            _stage = Compose($"stages.{stage}",
                new BoostStage(input.Channels, whole.Output.Channels, stage, whole.Options, scale));
            // The sum is of normalised outputs already.
            Inputs = stage == 0 ? [input] : [input, whole.Output with { Name = "sum", IsNormalized = false }];
        }

        public override IReadOnlyList<FieldPort> Inputs { get; }

        public override FieldPort Output => _whole.Output;

        public override bool IsConstrained => _whole.IsConstrained;

        public override Value Constrain(Value output, IReadOnlyList<Value> inputs)
            => _whole.Constrain(output, [inputs[0]]);

        public override Value Forward(IReadOnlyList<Value> inputs)
            => _stage.Apply(inputs[0], inputs.Count > 1 ? inputs[1] : null);
    }
}
