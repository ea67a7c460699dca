using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Tests.Invariants.Toys;
using Microsoft.ML.NeuralOperators.Training;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>
/// Every architecture that the invariants of all test projects are tested on. To add one, add a case. Activations are
/// smooth, because difference quotients mean nothing at kinks.
/// </summary>
public static class OperatorCases
{
    /// <summary>The cases of the library's architectures.</summary>
    internal static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("Fno", new FnoOptions
        {
            Modes = [4, 4],
            Channels = 8,
            Layers = 2,
        }),
        new("Fno", new FnoOptions
        {
            Modes = [6],
            Channels = 8,
            Layers = 2,
            DomainPadding = 0.2,
            Normalization = Normalization.Group,
        })
        {
            Note = "padded, on lines",
            Rows = SmoothFields.OnLines,
        },
        new("Mgno", new MgnoOptions
        {
            Channels = 6,
            Layers = 2,
            Levels = [new(1), new(1), new(1)],
        }) { Training = new() { LearningRate = 5e-3 } },
        new("Mgno", new MgnoOptions
        {
            Dimensions = 3,
            Channels = 6,
            Layers = 2,
            Levels = [new(1, 1), new(1)],
            Cycle = MultigridCycleKind.W,
            Boundary = BoundaryCondition.Periodic,
            Normalization = Normalization.Group,
            HasOutputResidual = true,
        })
        {
            Note = "periodic, in space",
            Rows = SmoothFields.InEvenSpace,
            Sizes = [4, 6, 8],
            EpochsToOverfit = 120,
            Training = new() { LearningRate = 1e-2 },
        },
        new("FactFormer", new FactFormerOptions
        {
            Channels = 16,
            Heads = 2,
            HeadChannels = 8,
            Layers = 2,
            Points = PointPlacement.Periodic,
        }) { Training = new() { LearningRate = 5e-3 } },
        new("FactFormer", new FactFormerOptions
        {
            Dimensions = 3,
            Channels = 16,
            Heads = 2,
            HeadChannels = 4,
            Layers = 1,
            LatentSteps = 2,
            Lengths = [1, 2, 3],
        })
        {
            Note = "latent steps, in space",
            Rows = SmoothFields.InSpace,
            Sizes = [4, 5, 7],
            EpochsToOverfit = 120,
            Training = new() { LearningRate = 5e-3 },
        },
        new("IFactFormer", new IFactFormerOptions
        {
            Channels = 16,
            Heads = 2,
            HeadChannels = 8,
            Iterations = 3,
        }) { Training = new() { LearningRate = 5e-3 } },
        new("IFactFormer", new IFactFormerOptions
        {
            Dimensions = 3,
            Channels = 16,
            Heads = 2,
            HeadChannels = 4,
            Iterations = 2,
            IsParallel = false,
            LiftChannelsSeparately = true,
            HasQuadrature = false,
        })
        {
            Note = "one axis after the other, in space",
            Rows = SmoothFields.InSpace,
            Sizes = [4, 5, 7],
            EpochsToOverfit = 120,
            Training = new() { LearningRate = 5e-3 },
        },
        new("Lsm", new LsmOptions
        {
            Channels = 8,
            Scales = 3,
            Heads = 2,
            Tokens = 2,
            BasisFunctions = 3,
            Activation = Activation.Gelu,
        }) { Training = new() { LearningRate = 5e-3 } },
        new("Lsm", new LsmOptions
        {
            Dimensions = 1,
            Channels = 8,
            Scales = 2,
            Heads = 2,
            Tokens = 2,
            BasisFunctions = 3,
            Normalization = Normalization.Instance,
            Activation = Activation.Gelu,
        })
        {
            Note = "instance norm, on lines",
            Rows = SmoothFields.OnLines,
            Training = new() { LearningRate = 5e-3 },
        },
        new("GalerkinTransformer", new GalerkinTransformerOptions
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
        }) { Training = new() { LearningRate = 1e-2 } },
        new("GalerkinTransformer", new GalerkinTransformerOptions
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
        })
        {
            Note = "Fourier attention and dropout, on lines",
            Rows = SmoothFields.OnLines,
            Training = new() { LearningRate = 1e-2 },
        },
        new("ResNet", new ResNetOptions
        {
            Channels = 12,
            Layers = 3,
        }) { Training = new() { LearningRate = 5e-3 } },
        new("ResNet", new ResNetOptions
        {
            Dimensions = 1,
            Channels = 12,
            Layers = 2,
            Kernel = 5,
            Boundary = BoundaryCondition.Periodic,
            Normalization = Normalization.Group,
            HasOutputResidual = true,
        })
        {
            Note = "periodic, on lines",
            Rows = SmoothFields.OnLines,
            Training = new() { LearningRate = 5e-3 },
        },
        new("DeepONet", new DeepONetOptions
        {
            BasisFunctions = 6,
            BranchWidths = [16],
            TrunkWidths = [16],
        })
        {
            Rows = SmoothPoints.OnVaryingPoints,
            Training = new() { LearningRate = 2e-2, Loss = Loss.RelativeL2 },
        },
        new("DeepONet", new DeepONetOptions
        {
            BasisFunctions = 6,
            BranchWidths = [8, 8],
            TrunkWidths = [8, 8],
            IsStacked = true,
            IsModified = true,
            FourierFrequencies = [0.5],
        })
        {
            Note = "stacked and modified",
            Rows = SmoothPoints.OnOwnPoints,
            Training = new() { LearningRate = 2e-2, Loss = Loss.RelativeL2 },
        },
        new("DeepONet", new DeepONetOptions
        {
            HasSharedPoints = true,
            BasisFunctions = 6,
            BranchWidths = [16],
            TrunkWidths = [16],
        })
        {
            Note = "shared points",
            Rows = SmoothPoints.OnSharedPoints,
            Sizes = [8],
            Training = new() { LearningRate = 2e-2, Loss = Loss.RelativeL2 },
        },
        new("DeepONet", new DeepONetOptions
        {
            Trunk = TrunkKind.OrthogonalModes,
            BasisFunctions = 5,
            BranchWidths = [16],
        })
        {
            Note = "modes of the labels",
            Rows = SmoothPoints.OnSharedPoints,
            Sizes = [8],
            Training = new() { LearningRate = 2e-2, Loss = Loss.RelativeL2 },
        },
        new("Gnot", new GnotOptions
        {
            Channels = 8,
            Heads = 2,
            Layers = 1,
            Experts = 2,
            MlpRatio = 2,
            MlpLayers = 1,
        })
        {
            Note = "three functions on varying points",
            Functions =
            [
                new("feature", "Plane", 3, "function0"),
                new("feature", "Line", 2, "function1"),
                new("feature", "Load", 1, PointFields.OutputAxis),
            ],
            Parameters = new("parameter", "Parameters", 1, null),
            Rows = SmoothPoints.OnVaryingPoints,
            Training = new()
            {
                LearningRate = 2e-2,
                Schedule = new OneCycleSchedule(WarmUp: 0.2),
                Loss = Loss.RelativeL2,
            },
        },
        new("Gnot", new GnotOptions
        {
            Channels = 16,
            Layers = 2,
            Experts = 2,
            MlpRatio = 2,
            MlpLayers = 1,
        })
        {
            Functions = [new("feature", "Load", 1, PointFields.OutputAxis)],
            Rows = SmoothPoints.OnOwnPoints,
            EpochsToOverfit = 150,
            Training = new()
            {
                LearningRate = 2e-2,
                Schedule = new OneCycleSchedule(WarmUp: 0.2),
                Loss = Loss.RelativeL2,
            },
        },
        new("Custom", new OwnOptions((inputs, outputs)
            => new OwnOperator.FactorizedFourierOperator(inputs, outputs, channels: 8, layers: 2, modes: 4)))
        {
            Note = "the sample's operator",
        },
        .. ConvolutionalCases.All,
        .. SpectralCases.All,
        .. SuperResolutionCases.All,
        .. TransolverCases.All,
        .. FlareCases.All,
        .. MultiWaveletCases.All,
        .. LamoCases.All,
        .. NunoCases.All,
        .. StnnCases.All,
        .. SpecBoostCases.All,
    ];

    /// <summary>
    /// What theories run over: the library's cases and sound toys', which keeps the toys' faults apart from the toys
    /// themselves.
    /// </summary>
    public static TheoryData<string> Names => [.. All.Concat(ToyCases.AllSound).Select(c => c.Name)];

    /// <summary>The case of a name.</summary>
    internal static OperatorCase Of(string name) => All.Concat(ToyCases.AllSound).Single(c => c.Name == name);
}
