using Microsoft.ML;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Training;

namespace Compare;

/// <summary>
/// Every operator of the library. Sizes are such that each sees its data several times in the budget.
/// </summary>
internal static class Contenders
{
    public static IReadOnlyList<Contender> All { get; } =
    [
        new("FNO", (operators, size, training)
            => operators.Fno(options: new() { Modes = Modes(16, size), Channels = 24 }, training: training)),
        new("MgNO", (operators, size, training) => operators.Mgno(options: new()
        {
            Levels = [.. Enumerable.Repeat(new SmoothingSteps(1), (int)Math.Log2(size) - 1), new(2)],
            Boundary = BoundaryCondition.Dirichlet,
        }, training: training)),
        new("LSM", (operators, size, training)
            => operators.Lsm(options: new() { Channels = 16, Scales = size < 32 ? 3 : 5 },
            training: OneCycle(training))),
        new("Galerkin transformer", Galerkin(AttentionKind.Galerkin)),
        new("Fourier transformer", Galerkin(AttentionKind.Fourier)),
        new("FactFormer", (operators, _, training) => operators.FactFormer(options: new()
        {
            Channels = 32,
            Heads = 4,
            HeadChannels = 16,
            Points = PointPlacement.CellCentres,
            Layers = 3,
        }, training: OneCycle(training))),
        new("IFactFormer-m", (operators, _, training) => operators.IFactFormer(options: new()
        {
            Channels = 32,
            Heads = 4,
            HeadChannels = 16,
            Points = PointPlacement.CellCentres,
            Iterations = 4,
        }, training: OneCycle(training))),
        new("DeepONet", (operators, _, training)
            => operators.DeepONet(options: new() { HasSharedPoints = true, BranchWidths = [256, 256],
            BasisFunctions = 128 },
            training: training with { WeightDecay = 1e-4 }))
        {
            IsOnPoints = true,
            BoundToGrid = "its sensors are the points of the training grid",
        },
        new("GNOT", (operators, size, training) => operators.Gnot(options: new()
        {
            Channels = 32,
            Heads = 4,
            Layers = size < 32 ? 3 : 2,
            Experts = 2,
            MlpRatio = 2,
            MlpLayers = 2,
        }, training: training))
        {
            IsOnPoints = true,
        },
    ];

    /// <summary>The architectures of the library that do not take part.</summary>
    public static IEnumerable<string> Missing()
    {
        NeuralOperatorsCatalog operators = new MLContext().NeuralOperators();
        var present = All.Select(c => c.Create(operators, 16, new()).Options.GetType()).ToHashSet();
        return typeof(OperatorOptions).Assembly.GetExportedTypes()
            .Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(OperatorOptions)) && !present.Contains(t))
            .Select(t => t.Name);
    }

    private static Func<NeuralOperatorsCatalog, int, TrainingOptions,
        NeuralOperatorTrainer> Galerkin(AttentionKind attention)
        => (operators, size, training) => operators.GalerkinTransformer(options: new()
        {
            Attention = attention,
            Channels = 32,
            Heads = 4,
            Layers = 3,
            // Attention over all pairs of points is for a coarse grid only.
            CoarseFraction = size < 32 ? 1 : attention == AttentionKind.Fourier ? 0.25 : 0.5,
            Modes = Modes(12, size),
        }, training: training);

    private static TrainingOptions OneCycle(TrainingOptions training)
        => training with { Schedule = LearningRateSchedule.OneCycle };

    private static int[] Modes(int most, int size) => [Math.Min(most, size / 2), Math.Min(most, size / 2)];
}
