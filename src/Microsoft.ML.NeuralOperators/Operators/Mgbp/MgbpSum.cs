namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The sum of several <see cref="Mgbp"/>, one for each size of kernels, by which the authors' program restores most
/// accurately.
/// </summary>
internal sealed class MgbpSum : GridOperator
{
    private readonly Mgbp[] _parts;

    public MgbpSum(IReadOnlyList<Mgbp> parts)
        : base(parts[0].Dimensions, parts[0].Inputs[0].Channels, parts[0].Output.Channels,
            [.. parts[0].Output.Axes.Select(axis => axis with
            {
                MinimumToTrain = parts.SelectMany(part => part.Output.Axes).Max(a => a.MinimumToTrain),
            })])
        => _parts = [.. parts.Select((part, i) => Compose($"model{i}", part))];

    protected override Value Forward(Value a)
        => _parts.Select(part => part.Run(a)).Aggregate((sum, u) => sum + u);
}
