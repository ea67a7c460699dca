using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tensors;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>
/// Every architecture that the invariants are tested on. To add one, add a case. Activations are smooth, because difference
/// quotients mean nothing at kinks.
/// </summary>
public static class OperatorCases
{
    /// <summary>The cases of the library's trainers.</summary>
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new(typeof(FourierOperatorTrainer), () => new FourierOperatorTrainer.Options { Modes = [4, 4], Channels = 8, Layers = 2 }),
        new(typeof(FourierOperatorTrainer), () => new FourierOperatorTrainer.Options
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
        new(typeof(MultigridOperatorTrainer), () => new MultigridOperatorTrainer.Options
        {
            Channels = 6,
            Layers = 2,
            Levels = [new(1), new(1), new(1)],
            LearningRate = 5e-3,
        }),
        new(typeof(MultigridOperatorTrainer), () => new MultigridOperatorTrainer.Options
        {
            Dimensions = 3,
            Channels = 6,
            Layers = 2,
            Levels = [new(1, 1), new(1)],
            Cycle = MultigridCycleKind.W,
            Boundary = BoundaryCondition.Periodic,
            Normalization = Normalization.Group,
            HasOutputResidual = true,
            LearningRate = 1e-2,
        })
        {
            Note = "periodic, in space",
            Rows = SmoothFields.InEvenSpace,
            Sizes = [4, 6, 8],
            EpochsToOverfit = 120,
        },
        new(typeof(FactorizedTransformerTrainer), () => new FactorizedTransformerTrainer.Options
        {
            Channels = 16,
            Heads = 2,
            HeadChannels = 8,
            Layers = 2,
            Points = PointPlacement.Periodic,
            LearningRate = 5e-3,
        }),
        new(typeof(FactorizedTransformerTrainer), () => new FactorizedTransformerTrainer.Options
        {
            Dimensions = 3,
            Channels = 16,
            Heads = 2,
            HeadChannels = 4,
            Layers = 1,
            LatentSteps = 2,
            Lengths = [1, 2, 3],
            LearningRate = 5e-3,
        })
        {
            Note = "latent steps, in space",
            Rows = SmoothFields.InSpace,
            Sizes = [4, 5, 7],
            EpochsToOverfit = 120,
        },
        new(typeof(ImplicitFactorizedTransformerTrainer), () => new ImplicitFactorizedTransformerTrainer.Options
        {
            Channels = 16,
            Heads = 2,
            HeadChannels = 8,
            Iterations = 3,
            LearningRate = 5e-3,
        }),
        new(typeof(ImplicitFactorizedTransformerTrainer), () => new ImplicitFactorizedTransformerTrainer.Options
        {
            Dimensions = 3,
            Channels = 16,
            Heads = 2,
            HeadChannels = 4,
            Iterations = 2,
            IsParallel = false,
            LiftChannelsSeparately = true,
            HasQuadrature = false,
            LearningRate = 5e-3,
        })
        {
            Note = "one axis after the other, in space",
            Rows = SmoothFields.InSpace,
            Sizes = [4, 5, 7],
            EpochsToOverfit = 120,
        },
        new(typeof(LatentSpectralOperatorTrainer), () => new LatentSpectralOperatorTrainer.Options
        {
            Channels = 8,
            Scales = 3,
            Heads = 2,
            Tokens = 2,
            BasisFunctions = 3,
            Activation = Activation.Gelu,
            LearningRate = 5e-3,
        }),
        new(typeof(LatentSpectralOperatorTrainer), () => new LatentSpectralOperatorTrainer.Options
        {
            Dimensions = 1,
            Channels = 8,
            Scales = 2,
            Heads = 2,
            Tokens = 2,
            BasisFunctions = 3,
            Normalization = Normalization.Instance,
            Activation = Activation.Gelu,
            LearningRate = 5e-3,
        })
        {
            Note = "instance norm, on lines",
            Rows = SmoothFields.OnLines,
        },
        new(typeof(GalerkinOperatorTrainer), () => new GalerkinOperatorTrainer.Options
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
            LearningRate = 1e-2,
        }),
        new(typeof(GalerkinOperatorTrainer), () => new GalerkinOperatorTrainer.Options
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
            LearningRate = 1e-2,
        })
        {
            Note = "Fourier attention and dropout, on lines",
            Rows = SmoothFields.OnLines,
        },
        new(typeof(DeepOperatorNetworkTrainer), () => new DeepOperatorNetworkTrainer.Options
        {
            OutputChannels = 2,
            BasisFunctions = 6,
            BranchWidths = [16],
            TrunkWidths = [16],
            LearningRate = 2e-2,
        })
        {
            Rows = SmoothPoints.OnVaryingPoints,
        },
        new(typeof(DeepOperatorNetworkTrainer), () => new DeepOperatorNetworkTrainer.Options
        {
            BasisFunctions = 6,
            BranchWidths = [8, 8],
            TrunkWidths = [8, 8],
            IsStacked = true,
            IsModified = true,
            FourierFrequencies = [0.5],
            LearningRate = 2e-2,
        })
        {
            Note = "stacked and modified",
            Rows = SmoothPoints.OnOwnPoints,
        },
        new(typeof(DeepOperatorNetworkTrainer), () => new DeepOperatorNetworkTrainer.Options
        {
            HasSharedPoints = true,
            BasisFunctions = 6,
            BranchWidths = [16],
            TrunkWidths = [16],
            LearningRate = 2e-2,
        })
        {
            Note = "shared points",
            Rows = SmoothPoints.OnSharedPoints,
            Sizes = [8],
        },
        new(typeof(DeepOperatorNetworkTrainer), () => new DeepOperatorNetworkTrainer.Options
        {
            Trunk = TrunkKind.OrthogonalModes,
            BasisFunctions = 5,
            BranchWidths = [16],
            LearningRate = 2e-2,
        })
        {
            Note = "modes of the labels",
            Rows = SmoothPoints.OnSharedPoints,
            Sizes = [8],
        },
        new(typeof(GeneralTransformerTrainer), () => new GeneralTransformerTrainer.Options
        {
            InputFunctions = [new("Plane", 3), new("Line", 2), new("Load", IsAtPoints: true)],
            ParameterColumnName = "Parameters",
            OutputChannels = 2,
            Channels = 8,
            Heads = 2,
            Layers = 1,
            Experts = 2,
            MlpRatio = 2,
            MlpLayers = 1,
            LearningRate = 2e-2,
        })
        {
            Note = "three functions on varying points",
            Rows = SmoothPoints.OnVaryingPoints,
        },
        new(typeof(GeneralTransformerTrainer), () => new GeneralTransformerTrainer.Options
        {
            FeatureColumnName = "Load",
            Channels = 16,
            Layers = 2,
            Experts = 2,
            MlpRatio = 2,
            MlpLayers = 1,
            LearningRate = 2e-2,
        })
        {
            Rows = SmoothPoints.OnOwnPoints,
            EpochsToOverfit = 150,
        },
        new(typeof(CustomOperatorTrainer), () => new CustomOperatorTrainer.Options
        {
            Definition = (inputs, outputs) => new OwnOperator.FactorizedFourierOperator(inputs, outputs, channels: 8, layers: 2, modes: 4),
        })
        {
            Note = "the sample's operator",
        },
    ];

    /// <summary>What theories run over: the library's cases and sound toys', which keeps the toys' faults apart from the toys themselves.</summary>
    public static TheoryData<string> Names => [.. All.Concat(Toys.ToyCases.AllSound).Select(c => c.Name)];

    /// <summary>The case of a name.</summary>
    public static OperatorCase Of(string name) => All.Concat(Toys.ToyCases.AllSound).Single(c => c.Name == name);
}
