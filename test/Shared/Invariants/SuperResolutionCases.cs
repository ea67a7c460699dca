using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>The cases of operators from coarse grids to fine ones.</summary>
internal static class SuperResolutionCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("Srno", new SrnoOptions
        {
            EncoderChannels = 6,
            EncoderLayers = 1,
            Channels = 12,
            Heads = 2,
            Layers = 1,
        })
        {
            Rows = SmoothPoints.OnOwnPoints,
            Functions = [new("feature", "Square", 2, "grid")],
            Training = new() { LearningRate = 5e-3, Loss = Loss.RelativeL2 },
        },
        new("Mgbp", new MgbpOptions
        {
            Channels = 6,
            Levels = 2,
            Activation = Activation.Gelu,
            HasOutputResidual = true,
        }) { Training = new() { LearningRate = 5e-3 } },
        new("Mgbp", new MgbpOptions
        {
            Dimensions = 1,
            Channels = 4,
            Levels = 3,
            Kernel = 5,
            Boundary = BoundaryCondition.Neumann,
            Activation = Activation.Gelu,
        })
        {
            Note = "three levels, on lines",
            Rows = SmoothFields.OnLines,
            Sizes = [12, 15, 22],
            Training = new() { LearningRate = 5e-3 },
        },
    ];
}
