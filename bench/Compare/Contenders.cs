using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Training;

namespace Compare;

/// <summary>Every operator of the library. Sizes are such that each sees its data several times in the budget.</summary>
internal static class Contenders
{
    public static IReadOnlyList<Contender> All { get; } =
    [
        new Contender<FourierOperatorTrainer, FourierOperatorTrainer.Options>("FNO", size => new()
        {
            Modes = [Math.Min(16, size / 2), Math.Min(16, size / 2)],
            Channels = 24,
        }, (o, options) => o.Fourier(options)),
        new Contender<MultigridOperatorTrainer, MultigridOperatorTrainer.Options>("MgNO", size => new()
        {
            Levels = [.. Enumerable.Repeat(new SmoothingSteps(1), (int)Math.Log2(size) - 1), new(2)],
            Boundary = BoundaryCondition.Dirichlet,
        }, (o, options) => o.Multigrid(options)),
        new Contender<LatentSpectralOperatorTrainer, LatentSpectralOperatorTrainer.Options>("LSM", size => new()
        {
            Channels = 16,
            Scales = size < 32 ? 3 : 5,
            Schedule = LearningRateSchedule.OneCycle,
        }, (o, options) => o.LatentSpectral(options)),
        new Contender<GalerkinOperatorTrainer, GalerkinOperatorTrainer.Options>("Galerkin transformer", Galerkin(AttentionKind.Galerkin), (o, options) => o.Galerkin(options)),
        new Contender<GalerkinOperatorTrainer, GalerkinOperatorTrainer.Options>("Fourier transformer", Galerkin(AttentionKind.Fourier), (o, options) => o.Galerkin(options)),
        new Contender<FactorizedTransformerTrainer, FactorizedTransformerTrainer.Options>("FactFormer", _ => new()
        {
            Channels = 32,
            Heads = 4,
            HeadChannels = 16,
            Points = PointPlacement.CellCentres,
            Layers = 3,
            Schedule = LearningRateSchedule.OneCycle,
        }, (o, options) => o.FactFormer(options)),
        new Contender<ImplicitFactorizedTransformerTrainer, ImplicitFactorizedTransformerTrainer.Options>("IFactFormer-m", _ => new()
        {
            Channels = 32,
            Heads = 4,
            HeadChannels = 16,
            Points = PointPlacement.CellCentres,
            Iterations = 4,
            Schedule = LearningRateSchedule.OneCycle,
        }, (o, options) => o.IFactFormer(options)),
        new Contender<DeepOperatorNetworkTrainer, DeepOperatorNetworkTrainer.Options>("DeepONet", _ => new()
        {
            HasSharedPoints = true,
            BranchWidths = [256, 256],
            BasisFunctions = 128,
            WeightDecay = 1e-4,
        }, (o, options) => o.DeepONet(options))
        {
            IsOnPoints = true,
            BoundToGrid = "its sensors are the points of the training grid",
        },
        new Contender<GeneralTransformerTrainer, GeneralTransformerTrainer.Options>("GNOT", size => new()
        {
            Channels = 32,
            Heads = 4,
            Layers = size < 32 ? 3 : 2,
            Experts = 2,
            MlpRatio = 2,
            MlpLayers = 2,
        }, (o, options) => o.Gnot(options))
        {
            IsOnPoints = true,
        },
    ];

    /// <summary>No trainer of the library is left out, but the one of operators that are not in it.</summary>
    public static void RequireAll()
    {
        string missing = string.Join(", ", typeof(FieldTrainerBase).Assembly.GetExportedTypes()
            .Where(t => !t.IsAbstract && t != typeof(CustomOperatorTrainer) && t.IsAssignableTo(typeof(FieldTrainerBase)) && All.All(c => c.Trainer != t)).Select(t => t.Name));
        if (missing.Length > 0) throw new InvalidOperationException($"No contender for {missing}.");
    }

    private static Func<int, GalerkinOperatorTrainer.Options> Galerkin(AttentionKind attention) => size => new()
    {
        Attention = attention,
        Channels = 32,
        Heads = 4,
        Layers = 3,
        // Attention over all pairs of points is for a coarse grid only.
        CoarseFraction = size < 32 ? 1 : attention == AttentionKind.Fourier ? 0.25 : 0.5,
        Modes = [Math.Min(12, size / 2), Math.Min(12, size / 2)],
    };
}
