namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>Cases of convolutional networks.</summary>
internal static class ConvolutionalCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("UNet", new UNetOptions
        {
            Channels = 6,
            Levels = 2,
            Kernel = 5,
            AxisBoundaries = [BoundaryCondition.Periodic, BoundaryCondition.Neumann],
        })
        {
            Sizes = [10, 11, 14],
            Training = new() { LearningRate = 1e-2 },
        },
        new("UNet", new UNetOptions
        {
            Block = UNetBlock.Residual,
            Dimensions = 1,
            Channels = 6,
            Levels = 2,
            Boundary = BoundaryCondition.Periodic,
            HasOutputResidual = true,
        })
        {
            Note = "residual blocks, on lines",
            Rows = SmoothFields.OnLines,
            Training = new() { LearningRate = 5e-3 },
        },
        new("SineNet", new SineNetOptions
        {
            Channels = 4,
            Waves = 2,
            Levels = 2,
            AxisBoundaries = [BoundaryCondition.Periodic, BoundaryCondition.Neumann],
        })
        {
            Sizes = [10, 11, 14],
            Training = new() { LearningRate = 1e-2 },
        },
        new("SineNet", new SineNetOptions
        {
            Dimensions = 1,
            Channels = 6,
            Waves = 2,
            Levels = 2,
            HasOutputResidual = true,
        })
        {
            Note = "zeros outside, on lines",
            Rows = SmoothFields.OnLines,
            Training = new() { LearningRate = 1e-2 },
        },
        new("ResNet", new ResNetOptions
        {
            Channels = 8,
            Layers = 1,
            Dilations = [1, 2, 4, 1],
            AxisBoundaries = [BoundaryCondition.Neumann, BoundaryCondition.Dirichlet],
        })
        {
            Note = "dilated",
            Training = new() { LearningRate = 5e-3 },
        },
    ];
}
