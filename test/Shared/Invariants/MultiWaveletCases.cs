namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

internal static class MultiWaveletCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("Mwt", new MwtOptions
        {
            Order = 2,
            Copies = 2,
            Layers = 2,
            Levels = 2,
            Modes = 2,
            Channels = 8,
            KernelActivation = Activation.Gelu,
        }) { Training = new() { LearningRate = 1e-2 } },
        new("Mwt", new MwtOptions
        {
            Dimensions = 1,
            Order = 3,
            Copies = 2,
            Layers = 2,
            Levels = 2,
            Modes = 2,
            Channels = 8,
            ReferencePoints = 3,
        })
        {
            Note = "unified positions, on lines",
            Rows = SmoothFields.OnLines,
            Training = new() { LearningRate = 1e-2 },
        },
    ];
}
