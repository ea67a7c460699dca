namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// An operator with the statistics of its fields: inputs are normalised on the way in, (x - mean)/σ per channel, and
/// the output is brought back to physical units. The statistics are stored with the model, so a file needs nothing
/// beside it.
/// </summary>
public sealed class NormalizedOperator : NeuralOperator
{
    private readonly FieldNormalizer[] _inputs;
    private readonly FieldNormalizer _output;
    private readonly bool _fillsMissing;

    /// <summary>Wraps an operator.</summary>
    /// <param name="inner">The operator between normalised fields.</param>
    /// <param name="fillsMissing">
    /// Whether NaN in fields on grids is taken as a missing value, and the mean of the channel put in its place; of
    /// fields that are not normalised, 0.
    /// </param>
    public NormalizedOperator(NeuralOperator inner, bool fillsMissing = false)
        : this(inner, fillsMissing, [])
    {
    }

    /// <summary>Wraps an operator that is trained by a loss with numbers of its own to learn.</summary>
    /// <param name="inner">The operator between normalised fields.</param>
    /// <param name="fillsMissing">Whether the means of channels stand in for NaN.</param>
    /// <param name="coefficients">
    /// Names of the loss's numbers. They are trained with the weights and left out of graphs, which do not need them.
    /// </param>
    internal NormalizedOperator(NeuralOperator inner, bool fillsMissing, IEnumerable<string> coefficients)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _fillsMissing = fillsMissing;
        Inner = Compose("operator", inner);
        _inputs = [.. inner.Inputs.Select(port => Compose($"normalize.{port.Name}", new FieldNormalizer(port)))];
        _output = Compose($"normalize.{inner.Output.Name}", new FieldNormalizer(inner.Output));
        Coefficients = coefficients.ToDictionary(name => name,
            name => Declare($"loss.{name}", [1], Initializer.Zeros), StringComparer.Ordinal);
    }

    /// <summary>The operator between normalised fields.</summary>
    public NeuralOperator Inner { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPort> Inputs => Inner.Inputs;

    /// <inheritdoc/>
    public override FieldPort Output => Inner.Output;

    /// <summary>Numbers that a loss learns, [1] each, by their names.</summary>
    internal IReadOnlyDictionary<string, ParameterDeclaration> Coefficients { get; }

    /// <summary>The statistics of each input.</summary>
    internal IReadOnlyList<FieldNormalizer> InputNormalizers => _inputs;

    /// <summary>The statistics of the output.</summary>
    internal FieldNormalizer OutputNormalizer => _output;

    /// <inheritdoc/>
    public override Value Forward(IReadOnlyList<Value> inputs)
    {
        inputs = Fill(inputs);
        return Inner.Constrain(_output.Restore(Inner.Forward(
            [.. inputs.Select((input, i) => _inputs[i].Normalize(input))])), inputs);
    }

    /// <summary>The inputs with the means of their channels where values are missing, in physical units.</summary>
    internal IReadOnlyList<Value> Fill(IReadOnlyList<Value> inputs)
        => !_fillsMissing ? inputs
            : [.. inputs.Select((input, i) => Inputs[i].MayMissValues ? _inputs[i].Fill(input) : input)];

    /// <summary>The forward pass between normalised fields, which is what training compares.</summary>
    /// <param name="inputs">The inputs, normalised already.</param>
    public Value ForwardNormalized(IReadOnlyList<Value> inputs)
    {
        Value output = Inner.Forward(inputs);
        if (!Inner.IsConstrained) return output;
        Value[] physical = [.. inputs.Select((input, i) => _inputs[i].Restore(input))];
        return _output.Normalize(Inner.Constrain(_output.Restore(output), physical));
    }
}

/// <summary>
/// Mean and standard deviation of every channel of a field, over samples and grid; ports that are not normalised pass
/// unchanged.
/// </summary>
internal sealed class FieldNormalizer : Layer
{
    private readonly bool _isActive;

    internal FieldNormalizer(FieldPort port)
    {
        _isActive = port.IsNormalized;
        Mean = DeclareBuffer("mean", [port.Channels], Initializer.Zeros);
        StandardDeviation = DeclareBuffer("std", [port.Channels], Initializer.Ones);
    }

    /// <summary>Mean [channels], in the field's unit.</summary>
    public ParameterDeclaration Mean { get; }

    /// <summary>Standard deviation [channels], in the field's unit, above zero.</summary>
    public ParameterDeclaration StandardDeviation { get; }

    /// <summary>(x - mean)/σ on [batch, channels, grid…].</summary>
    public Value Normalize(Value x) => !_isActive ? x : (x - Column(x, Mean)) / Column(x, StandardDeviation);

    /// <summary>x, and the mean where x is NaN.</summary>
    public Value Fill(Value x) => x.With(BinaryFunction.Coalesce, Column(x, Mean));

    /// <summary>x·σ + mean on [batch, channels, grid…].</summary>
    public Value Restore(Value x) => !_isActive ? x : x * Column(x, StandardDeviation) + Column(x, Mean);

    private Value Column(Value x, ParameterDeclaration statistic)
        => x.Bind(statistic).AlongAxis(0, x.Rank - 1);
}
