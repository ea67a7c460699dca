using Microsoft.ML.NeuralOperators.Data.Formats;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Invariants.Toys;

/// <summary>Broken: draws first values from a source of its own.</summary>
internal sealed class UnseededOperator : ToyOperator
{
    private readonly ParameterDeclaration _shift;

    public UnseededOperator(int inputChannels, int outputChannels)
        : base(inputChannels, outputChannels) => _shift = Declare("shift", [1], new Unseeded());

    protected override Value Spoil(Value y) => y + y.Bind(_shift);

    private sealed record Unseeded : Initializer
    {
        public override void Draw(Span<float> values, Random random) => values.Fill(Random.Shared.NextSingle());
    }
}
