using Microsoft.ML.NeuralOperators.Tensors;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>
/// Every architecture that the invariants are tested on. To add one, add a case. Activations are smooth, because
/// difference quotients mean nothing at kinks.
/// </summary>
public static class OperatorCases
{
    /// <summary>The cases of the library's architectures.</summary>
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("Fno", (operators, training) => operators.Fno(training: training, options: new()
        {
            Modes = [4, 4],
            Channels = 8,
            Layers = 2,
        })),
        new("Fno", (operators, training) => operators.Fno(training: training, options: new()
        {
            Modes = [6],
            Channels = 8,
            Layers = 2,
            DomainPadding = 0.2,
            Normalization = Normalization.Group,
        }))
        {
            Note = "padded, on lines",
            Rows = SmoothFields.OnLines,
        },
        new("Mgno", (operators, training) => operators.Mgno(training: training, options: new()
        {
            Channels = 6,
            Layers = 2,
            Levels = [new(1), new(1), new(1)],
        })) { Training = new() { LearningRate = 5e-3 } },
        new("Mgno", (operators, training) => operators.Mgno(training: training, options: new()
        {
            Dimensions = 3,
            Channels = 6,
            Layers = 2,
            Levels = [new(1, 1), new(1)],
            Cycle = MultigridCycleKind.W,
            Boundary = BoundaryCondition.Periodic,
            Normalization = Normalization.Group,
            HasOutputResidual = true,
        }))
        {
            Note = "periodic, in space",
            Rows = SmoothFields.InEvenSpace,
            Sizes = [4, 6, 8],
            EpochsToOverfit = 120,
            Training = new() { LearningRate = 1e-2 },
        },
        new("FactFormer", (operators, training) => operators.FactFormer(training: training, options: new()
        {
            Channels = 16,
            Heads = 2,
            HeadChannels = 8,
            Layers = 2,
            Points = PointPlacement.Periodic,
        })) { Training = new() { LearningRate = 5e-3 } },
        new("FactFormer", (operators, training) => operators.FactFormer(training: training, options: new()
        {
            Dimensions = 3,
            Channels = 16,
            Heads = 2,
            HeadChannels = 4,
            Layers = 1,
            LatentSteps = 2,
            Lengths = [1, 2, 3],
        }))
        {
            Note = "latent steps, in space",
            Rows = SmoothFields.InSpace,
            Sizes = [4, 5, 7],
            EpochsToOverfit = 120,
            Training = new() { LearningRate = 5e-3 },
        },
        new("IFactFormer", (operators, training) => operators.IFactFormer(training: training, options: new()
        {
            Channels = 16,
            Heads = 2,
            HeadChannels = 8,
            Iterations = 3,
        })) { Training = new() { LearningRate = 5e-3 } },
        new("IFactFormer", (operators, training) => operators.IFactFormer(training: training, options: new()
        {
            Dimensions = 3,
            Channels = 16,
            Heads = 2,
            HeadChannels = 4,
            Iterations = 2,
            IsParallel = false,
            LiftChannelsSeparately = true,
            HasQuadrature = false,
        }))
        {
            Note = "one axis after the other, in space",
            Rows = SmoothFields.InSpace,
            Sizes = [4, 5, 7],
            EpochsToOverfit = 120,
            Training = new() { LearningRate = 5e-3 },
        },
        new("Lsm", (operators, training) => operators.Lsm(training: training, options: new()
        {
            Channels = 8,
            Scales = 3,
            Heads = 2,
            Tokens = 2,
            BasisFunctions = 3,
            Activation = Activation.Gelu,
        })) { Training = new() { LearningRate = 5e-3 } },
        new("Lsm", (operators, training) => operators.Lsm(training: training, options: new()
        {
            Dimensions = 1,
            Channels = 8,
            Scales = 2,
            Heads = 2,
            Tokens = 2,
            BasisFunctions = 3,
            Normalization = Normalization.Instance,
            Activation = Activation.Gelu,
        }))
        {
            Note = "instance norm, on lines",
            Rows = SmoothFields.OnLines,
            Training = new() { LearningRate = 5e-3 },
        },
        new("GalerkinTransformer", (operators, training)
            => operators.GalerkinTransformer(training: training, options: new()
        {
            Channels = 16,
            Heads = 2,
            Layers = 2,
            Activation = Activation.Gelu,
            CoarseFraction = 0.5,
            Modes = [4, 4],
            RegressorChannels = 8,
            ProjectionChannels = 16,
            InitialGain = 1,
            NormEpsilon = 0.01,
        })) { Training = new() { LearningRate = 1e-2 } },
        new("GalerkinTransformer", (operators, training)
            => operators.GalerkinTransformer(training: training, options: new()
        {
            Channels = 16,
            Heads = 2,
            Layers = 1,
            Attention = AttentionKind.Fourier,
            Activation = Activation.Gelu,
            CoarseFraction = 1,
            Modes = [4],
            RegressorChannels = 8,
            ProjectionChannels = 16,
            InitialGain = 1,
            NormEpsilon = 0.01,
            Dropout = 0.01,
        }))
        {
            Note = "Fourier attention and dropout, on lines",
            Rows = SmoothFields.OnLines,
            Training = new() { LearningRate = 1e-2 },
        },
        new("ResNet", (operators, training) => operators.ResNet(training: training, options: new()
        {
            Channels = 12,
            Layers = 3,
        })) { Training = new() { LearningRate = 5e-3 } },
        new("ResNet", (operators, training) => operators.ResNet(training: training, options: new()
        {
            Dimensions = 1,
            Channels = 12,
            Layers = 2,
            Kernel = 5,
            Boundary = BoundaryCondition.Periodic,
            Normalization = Normalization.Group,
            HasOutputResidual = true,
        }))
        {
            Note = "periodic, on lines",
            Rows = SmoothFields.OnLines,
            Training = new() { LearningRate = 5e-3 },
        },
        new("DeepONet", (operators, training)
            => operators.DeepONet(training: training, channels: new() { Label = 2 }, options: new()
        {
            BasisFunctions = 6,
            BranchWidths = [16],
            TrunkWidths = [16],
        }))
        {
            Rows = SmoothPoints.OnVaryingPoints,
            Training = new() { LearningRate = 2e-2 },
        },
        new("DeepONet", (operators, training) => operators.DeepONet(training: training, options: new()
        {
            BasisFunctions = 6,
            BranchWidths = [8, 8],
            TrunkWidths = [8, 8],
            IsStacked = true,
            IsModified = true,
            FourierFrequencies = [0.5],
        }))
        {
            Note = "stacked and modified",
            Rows = SmoothPoints.OnOwnPoints,
            Training = new() { LearningRate = 2e-2 },
        },
        new("DeepONet", (operators, training) => operators.DeepONet(training: training, options: new()
        {
            HasSharedPoints = true,
            BasisFunctions = 6,
            BranchWidths = [16],
            TrunkWidths = [16],
        }))
        {
            Note = "shared points",
            Rows = SmoothPoints.OnSharedPoints,
            Sizes = [8],
            Training = new() { LearningRate = 2e-2 },
        },
        new("DeepONet", (operators, training) => operators.DeepONet(training: training, options: new()
        {
            Trunk = TrunkKind.OrthogonalModes,
            BasisFunctions = 5,
            BranchWidths = [16],
        }))
        {
            Note = "modes of the labels",
            Rows = SmoothPoints.OnSharedPoints,
            Sizes = [8],
            Training = new() { LearningRate = 2e-2 },
        },
        new("Gnot", (operators, training)
            => operators.Gnot("Label", [new("Plane", 3), new("Line", 2), new("Load", IsAtPoints: true)],
            parameterColumnName: "Parameters", training: training, channels: new() { Label = 2 }, options: new()
        {
            Channels = 8,
            Heads = 2,
            Layers = 1,
            Experts = 2,
            MlpRatio = 2,
            MlpLayers = 1,
        }))
        {
            Note = "three functions on varying points",
            Rows = SmoothPoints.OnVaryingPoints,
            Training = new() { LearningRate = 2e-2 },
        },
        new("Gnot", (operators, training)
            => operators.Gnot(featureColumnName: "Load", training: training, options: new()
        {
            Channels = 16,
            Layers = 2,
            Experts = 2,
            MlpRatio = 2,
            MlpLayers = 1,
        }))
        {
            Rows = SmoothPoints.OnOwnPoints,
            EpochsToOverfit = 150,
            Training = new() { LearningRate = 2e-2 },
        },
        new("Custom", (operators, training) => operators.Custom(training: training, definition: (inputs, outputs)
            => new OwnOperator.FactorizedFourierOperator(inputs, outputs, channels: 8, layers: 2, modes: 4)))
        {
            Note = "the sample's operator",
        },
    ];

    /// <summary>
    /// What theories run over: the library's cases and sound toys', which keeps the toys' faults apart from the toys
    /// themselves.
    /// </summary>
    public static TheoryData<string> Names => [.. All.Concat(Toys.ToyCases.AllSound).Select(c => c.Name)];

    /// <summary>The case of a name.</summary>
    public static OperatorCase Of(string name) => All.Concat(Toys.ToyCases.AllSound).Single(c => c.Name == name);
}
