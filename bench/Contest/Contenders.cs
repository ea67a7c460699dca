using Microsoft.ML;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Training;

namespace Contest;

/// <summary>
/// Every operator of the library. Sizes are such that each sees its data several times in the budget.
/// </summary>
internal static class Contenders
{
    public static IReadOnlyList<Contender> All { get; } =
    [
        new("FNO", (operators, problem, training) => operators.Fno(options: new()
        {
            Modes = Modes(16, problem),
            Channels = 24,
            HasOutputResidual = problem.IsStep,
        }, training: training)),
        new("TFNO", (operators, problem, training) => operators.Fno(options: new()
        {
            Modes = Modes(16, problem),
            Channels = problem.IsSmall ? 32 : 24,
            Factorization = SpectralFactorization.Tucker,
            Rank = 0.2,
            HasOutputResidual = problem.IsStep,
        }, training: training)),
        new("F-FNO", (operators, problem, training) => operators.FFno(options: new()
        {
            Modes = Modes(16, problem),
            Channels = problem.IsSmall ? 32 : 24,
            HasOutputResidual = problem.IsStep,
        }, training: training)),
        new("U-FNO", (operators, problem, training) => operators.UFno(options: new()
        {
            Modes = Modes(12, problem),
            Channels = 16,
            UNetLayers = 1,
            HasOutputResidual = problem.IsStep,
            Scales = 3,
        }, training: training)),
        new("U-NO", (operators, problem, training) => operators.UNo(options: new()
        {
            Modes = Modes(16, problem),
            Channels = problem.IsSmall ? 16 : 12,
            HasOutputResidual = problem.IsStep,
            Scales = problem.IsSmall ? 3 : 4,
        }, training: training)),
        new("IFNO", (operators, problem, training) => operators.IFno(options: new()
        {
            Modes = Modes(16, problem),
            Channels = 24,
            Iterations = 4,
            HasOutputResidual = problem.IsStep,
        }, training: training)),
        new("LocalNO", (operators, problem, training) => operators.LocalNO(options: new()
        {
            Modes = Modes(16, problem),
            Channels = 20,
            HasOutputResidual = problem.IsStep,
            Radius = problem.IsSmall ? 0.1 : 0.03,
            Boundary = problem.Boundary,
        }, training: training)),
        new("T1", (operators, problem, training) => operators.TransformOnce(options: new()
        {
            Modes = Modes(problem.IsSmall ? 16 : 24, problem, sides: 1),
            Channels = problem.IsSmall ? 32 : 24,
            HasOutputResidual = problem.IsStep,
        }, training: training)),
        new("MWT", (operators, problem, training) => operators.Mwt(options: new()
        {
            Channels = 64,
            Copies = 3,
            Order = 2,
            Levels = problem.IsSmall ? 3 : 5,
        }, training: training)),
        new("MgNO", (operators, problem, training) => operators.Mgno(options: new()
        {
            Levels = [.. Enumerable.Repeat(new SmoothingSteps(1), (int)Math.Log2(problem.Size) - 1), new(2)],
            Boundary = problem.Boundary,
        }, training: training)),
        new("U-Net", (operators, problem, training) => operators.UNet(options: new()
        {
            Levels = problem.IsSmall ? 3 : 4,
            Channels = problem.IsSmall ? 24 : 16,
            Boundary = problem.Boundary,
            HasOutputResidual = problem.IsStep,
        }, training: training)),
        new("SineNet", (operators, problem, training) => operators.SineNet(options: new()
        {
            Levels = problem.IsSmall ? 2 : 4,
            Channels = problem.IsSmall ? 24 : 12,
            Waves = 3,
            Boundary = problem.Boundary,
            HasOutputResidual = problem.IsStep,
        }, training: training)),
        new("ResNet", (operators, problem, training) => operators.ResNet(options: new()
        {
            Channels = problem.IsSmall ? 32 : 24,
            Layers = problem.IsSmall ? 4 : 3,
            Boundary = problem.Boundary,
            HasOutputResidual = problem.IsStep,
        }, training: training)),
        new("dilated ResNet", (operators, problem, training) => operators.ResNet(options: new()
        {
            Channels = problem.IsSmall ? 32 : 16,
            Layers = problem.IsSmall ? 4 : 2,
            Dilations = problem.IsSmall ? [1, 2, 4, 2, 1] : [1, 2, 4, 8, 4, 2, 1],
            Boundary = problem.Boundary,
            HasOutputResidual = problem.IsStep,
        }, training: training)),
        new("LSM", (operators, problem, training) => operators.Lsm(options: new()
        {
            Channels = 16,
            Scales = problem.IsSmall ? 3 : 5,
        }, training: training)),
        new("Galerkin transformer", Galerkin(AttentionKind.Galerkin)),
        new("Fourier transformer", Galerkin(AttentionKind.Fourier)),
        new("FactFormer", (operators, problem, training) => operators.FactFormer(options: new()
        {
            Channels = 32,
            Heads = 4,
            HeadChannels = 16,
            Points = problem.Points,
            Layers = 3,
        }, training: training)),
        new("IFactFormer-m", (operators, problem, training) => operators.IFactFormer(options: new()
        {
            Channels = 32,
            Heads = 4,
            HeadChannels = 16,
            Points = problem.Points,
            Iterations = 4,
        }, training: training)),
        new("Transolver", (operators, problem, training) => operators.Transolver(options: new()
        {
            Channels = problem.IsSmall ? 48 : 24,
            Heads = 4,
            Layers = problem.IsSmall ? 4 : 2,
            Slices = problem.IsSmall ? 32 : 16,
            Boundary = problem.Boundary,
        }, training: training)),
        new("Transolver++", (operators, problem, training) => operators.TransolverPlusPlus(options: new()
        {
            Channels = problem.IsSmall ? 48 : 24,
            Heads = 4,
            Layers = problem.IsSmall ? 4 : 2,
            Slices = problem.IsSmall ? 32 : 16,
            Boundary = problem.Boundary,
        }, training: training)),
        new("LinearNO", (operators, problem, training) => operators.LinearNO(options: new()
        {
            Channels = problem.IsSmall ? 48 : 24,
            Heads = 4,
            Layers = problem.IsSmall ? 4 : 2,
            Slices = problem.IsSmall ? 32 : 16,
            Boundary = problem.Boundary,
        }, training: training)),
        new("ONO", (operators, problem, training) => operators.Ono(options: new()
        {
            Channels = problem.IsSmall ? 48 : 24,
            Heads = 4,
            Layers = problem.IsSmall ? 3 : 2,
        }, training: training)),
        new("FLARE", (operators, problem, training) => operators.Flare(options: new()
        {
            Channels = problem.IsSmall ? 32 : 24,
            Heads = 4,
            Layers = problem.IsSmall ? 3 : 2,
            Latents = problem.IsSmall ? 32 : 16,
            KeyLayers = 1,
            ValueLayers = 1,
            MlpLayers = 1,
        }, training: training)),
        new("LaMO", (operators, problem, training) => operators.Lamo(options: new()
        {
            Channels = problem.IsSmall ? 48 : 24,
            Heads = 4,
            Layers = problem.IsSmall ? 3 : 2,
            Slices = problem.IsSmall ? 32 : 16,
            StateSize = 16,
            HeadChannels = 24,
            Boundary = problem.Boundary,
        }, training: training)),
        new("PatchLaMO", (operators, problem, training) => operators.PatchLamo(options: new()
        {
            Scales = [new(problem.IsSmall ? 2 : 4, 48, 4, 2)],
            StateSize = 16,
        }, training: training)),
        new("DeepONet", (operators, _, training)
            => operators.DeepONet(options: new() { HasSharedPoints = true, BranchWidths = [256, 256],
            BasisFunctions = 128 },
            training: training with { WeightDecay = 1e-4 }))
        {
            IsOnPoints = true,
            BoundToGrid = "its sensors are the points of the training grid",
        },
        new("GNOT", (operators, problem, training) => operators.Gnot(options: new()
        {
            Channels = 32,
            Heads = 4,
            Layers = problem.IsSmall ? 3 : 2,
            Experts = 2,
            MlpRatio = 2,
            MlpLayers = 2,
        }, training: training))
        {
            IsOnPoints = true,
        },
        new("NUNO", (operators, problem, training) => operators.Nuno(options: new()
        {
            Inner = new FnoOptions { Modes = Modes(16, problem), Channels = 24 },
            SubDomains = 1,
        }, training: training))
        {
            IsOnPoints = true,
        },
    ];

    /// <summary>The architectures of the library that do not take part.</summary>
    public static IEnumerable<string> Missing()
    {
        NeuralOperatorsCatalog operators = new MLContext().NeuralOperators();
        var present = All.Select(c => c.Create(operators, new Problem(16), new()).Options.GetType()).ToHashSet();
        return typeof(OperatorOptions).Assembly.GetExportedTypes()
            .Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(OperatorOptions)) && !present.Contains(t))
            .Select(t => t.Name);
    }

    private static Func<NeuralOperatorsCatalog, Problem, TrainingOptions,
        NeuralOperatorTrainer> Galerkin(AttentionKind attention)
        => (operators, problem, training) => operators.GalerkinTransformer(options: new()
        {
            Attention = attention,
            Channels = 32,
            Heads = 4,
            Layers = 3,
            // Attention over all pairs of points is for a coarse grid only.
            CoarseFraction = problem.IsSmall ? 1 : attention == AttentionKind.Fourier ? 0.25 : 0.5,
            Modes = Modes(12, problem),
        }, training: training);

    // Fourier modes have two sides.
    private static int[] Modes(int most, Problem problem, int sides = 2)
        => [Math.Min(most, problem.Size / sides), Math.Min(most, problem.Size / sides)];
}
