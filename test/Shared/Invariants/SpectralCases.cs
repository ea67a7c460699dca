using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>The cases of operators of Fourier modes beside the Fourier neural operator itself.</summary>
internal static class SpectralCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("Fno", new FnoOptions
        {
            Modes = [4, 4],
            Channels = 8,
            Layers = 2,
            Factorization = SpectralFactorization.Tucker,
            Rank = 0.3,
        }) { Note = "Tucker" },
        new("FFno", new FFnoOptions
        {
            Modes = [4, 4],
            Channels = 8,
            Layers = 2,
        }) { Training = new() { LearningRate = 5e-3 } },
        new("FFno", new FFnoOptions
        {
            Modes = [3, 3, 4],
            Channels = 8,
            Layers = 2,
            SharesWeights = true,
            DomainPadding = 0.2,
        })
        {
            Note = "shared weights, padded, in space",
            Rows = SmoothFields.InSpace,
            Sizes = [4, 5, 7],
            Training = new() { LearningRate = 1e-2 },
        },
        new("Nsm", new NsmOptions
        {
            Bases = [CoefficientBasis.Chebyshev, CoefficientBasis.Fourier],
            Modes = [8, 9],
            Channels = 8,
            Layers = 2,
            Activation = Activation.Tanh,
            OutputScale = 1,
        })
        {
            Sizes = [8],
            EpochsToOverfit = 160,
            Training = new() { LearningRate = 1e-2 },
        },
        new("StFno", new StFnoOptions
        {
            Modes = [4, 4],
            TimeModes = 4,
            Channels = 8,
            Layers = 2,
            LatentTimes = 3,
        }) { Training = new() { LearningRate = 1e-2 } },
        new("StFno", new StFnoOptions
        {
            Modes = [3, 4],
            TimeModes = 3,
            Channels = 8,
            Layers = 1,
            LatentTimes = 2,
            IsVelocity = true,
            Activation = Activation.Tanh,
        })
        {
            Note = "of velocities",
            Rows = SmoothFields.VelocitiesOnPlanes,
            Training = new() { LearningRate = 1e-2 },
        },
        new("IFno", new IFnoOptions
        {
            Modes = [4, 4],
            Channels = 8,
            Iterations = 3,
        }) { Training = new() { LearningRate = 1e-2 } },
        new("IFno", new IFnoOptions
        {
            Modes = [4],
            Channels = 8,
            Iterations = 4,
            DomainPadding = 0.2,
            Activation = Activation.Tanh,
        })
        {
            Note = "padded, on lines",
            Rows = SmoothFields.OnLines,
            Training = new() { LearningRate = 1e-2 },
        },
        new("IFno", new IFnoOptions
        {
            Modes = [4, 4],
            Channels = 8,
            Iterations = 2,
            ActivationOversampling = 2,
        })
        {
            Note = "without aliasing",
            Training = new() { LearningRate = 1e-2 },
        },
        new("Fno", new FnoOptions
        {
            Modes = [4],
            Channels = 8,
            Layers = 2,
            DomainPadding = 0.5,
            DomainExtension = DomainExtension.Continuation,
            ContinuationPoints = 2,
            ActivationOversampling = 1.5,
            ActivationBand = [8],
        })
        {
            Note = "continued, with a band, on lines",
            Rows = SmoothFields.OnLines,
        },
        new("LocalNO", new LocalNOOptions
        {
            Modes = [4, 4],
            Channels = 8,
            Layers = 2,
            Radius = 0.2,
        }) { Training = new() { LearningRate = 5e-3 } },
        new("LocalNO", new LocalNOOptions
        {
            Modes = [4, 4],
            Channels = 8,
            Layers = 2,
            Radius = 0.2,
            Rings = 3,
            Sectors = 6,
        })
        {
            Note = "with sectors",
            Training = new() { LearningRate = 5e-3 },
        },
        new("LocalNO", new LocalNOOptions
        {
            Modes = [4],
            Channels = 8,
            Layers = 2,
            Radius = 0.3,
            Rings = 3,
            Boundary = BoundaryCondition.Periodic,
            Normalization = Normalization.Group,
        })
        {
            Note = "periodic, on lines",
            Rows = SmoothFields.OnLines,
            Training = new() { LearningRate = 5e-3 },
        },
        new("Sfno", new SfnoOptions
        {
            Modes = [4, 7],
            Channels = 8,
            Layers = 2,
        })
        {
            Rows = (size, rows) => SmoothFields.OnSpheres(SphericalGrid.WithPoles, size, rows),
            Training = new() { LearningRate = 1e-2, Loss = new AreaWeightedLoss(Loss.RelativeL2) },
        },
        new("Sfno", new SfnoOptions
        {
            Modes = [4, 6],
            Channels = 8,
            Layers = 2,
            Grid = SphericalGrid.Gauss,
            Filter = SphericalFilter.DegreeAndOrder,
            ConservedChannels = [0],
        })
        {
            Note = "conserving, on a Gauss grid",
            Rows = (size, rows) => SmoothFields.OnSpheres(SphericalGrid.Gauss, size, rows),
            Sizes = [6, 9, 12],
            Training = new() { LearningRate = 1e-2 },
        },
        new("TransformOnce", new TransformOnceOptions
        {
            Modes = [4, 4],
            Channels = 8,
            Layers = 2,
        }) { Training = new() { LearningRate = 1e-2 } },
        new("TransformOnce", new TransformOnceOptions
        {
            Modes = [4, 5, 6],
            Channels = 8,
            Layers = 2,
            HasGridEmbedding = false,
            Activation = Activation.Tanh,
        })
        {
            Note = "in space",
            Rows = SmoothFields.InSpace,
            Sizes = [4, 5, 7],
            Training = new() { LearningRate = 1e-2 },
        },
        new("UFno", new UFnoOptions
        {
            Modes = [4, 4],
            Channels = 8,
            Layers = 2,
            UNetLayers = 1,
            Scales = 2,
            Activation = Activation.Gelu,
        }) { Training = new() { LearningRate = 5e-3 } },
        new("UNo", new UNoOptions
        {
            Modes = [6],
            Channels = 8,
            Scales = 2,
            Normalization = Normalization.Instance,
            Activation = Activation.Gelu,
        })
        {
            Note = "on lines",
            Rows = SmoothFields.OnLines,
            Training = new() { LearningRate = 5e-3 },
        },
    ];
}
