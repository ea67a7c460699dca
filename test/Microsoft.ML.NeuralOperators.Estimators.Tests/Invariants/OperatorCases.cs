using Microsoft.ML.NeuralOperators.Operators.Factorized;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>Every architecture that the invariants are tested on. To add one, add a line.</summary>
public static class OperatorCases
{
    /// <summary>The cases of the library's trainers.</summary>
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new(typeof(FourierOperatorTrainer), () => new FourierOperatorTrainer.Options { NumberOfModes = [4, 4], HiddenChannels = 8, Layers = 2 }),
        new(typeof(MultigridOperatorTrainer), () => new MultigridOperatorTrainer.Options
        {
            Channels = 6,
            Layers = 2,
            Levels = [new(1), new(1), new(1)],
            LearningRate = 5e-3,
        }),
        new(typeof(FactorizedTransformerTrainer), () => new FactorizedTransformerTrainer.Options
        {
            Channels = 16,
            Heads = 2,
            HeadChannels = 8,
            Layers = 2,
            Points = GridPoints.Periodic,
            LearningRate = 5e-3,
        }),
        new(typeof(ImplicitFactorizedTransformerTrainer), () => new ImplicitFactorizedTransformerTrainer.Options
        {
            Channels = 16,
            Heads = 2,
            HeadChannels = 8,
            Iterations = 3,
            LearningRate = 5e-3,
        }),
    ];

    /// <summary>What theories run over: the library's cases and a toy's, which keeps the toys' faults apart from the toy itself.</summary>
    public static TheoryData<string> Names => [.. All.Append(Toys.ToyCases.Sound).Select(c => c.Name)];

    /// <summary>The case of a name.</summary>
    public static OperatorCase Of(string name) => All.Append(Toys.ToyCases.Sound).Single(c => c.Name == name);
}
