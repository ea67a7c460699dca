using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>An operator that is not of this library, as its definition.</summary>
/// <param name="Definition">Makes the operator from the channels of the input and of the output field.</param>
internal sealed record CustomOptions(Func<int, int, NeuralOperator> Definition) : GridOperatorOptions
{
    [Range(1, 3)]
    public int Dimensions { get; init; } = 2;

    public override int AxisCount => Dimensions;

    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => Definition(inputChannels, outputChannels)
        ?? throw new InvalidOperationException("The definition gave null; expected an operator.");
}
