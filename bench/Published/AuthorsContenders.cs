using Contest;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Training;

namespace Published;

/// <summary>
/// Operators with the sizes, settings and epochs that their authors published for Darcy flow at 85×85, or the nearest
/// set that they give numbers for.
/// </summary>
internal static class AuthorsContenders
{
    private const int Epochs = 500;

    // Relative L2 with a tenth of the differences, as the transformers for this set have it.
    private static readonly Loss WithDifferences = new SumLoss((Loss.RelativeL2, 1), (Loss.RelativeH1, 0.1));

    // One cycle to 1e-3, batches of four, gradients clipped at 0.1: what the transformers' programs take for this set.
    private static TrainingOptions Cycle(TrainingOptions training) => training with
    {
        Epochs = Epochs,
        BatchSize = 4,
        LearningRate = 1e-3,
        Schedule = LearningRateSchedule.OneCycle,
        GradientClipNorm = 0.1,
        Loss = WithDifferences,
    };

    public static IReadOnlyList<Contender> All { get; } =
    [
        // Li et al. 2021, arXiv:2010.08895.
        new("FNO", (operators, _, training) => operators.Fno(
            options: new() { Modes = [12, 12], Channels = 32, DomainPadding = 0.1 },
            training: training with
            {
                Epochs = Epochs,
                BatchSize = 20,
                Optimizer = OptimizerKind.Adam,
                LearningRate = 1e-3,
                WeightDecay = 1e-4,
                Schedule = new StepSchedule(100),
                Loss = Loss.RelativeL2,
            })),
        // He, Liu and Xu 2024, arXiv:2310.19809, at 211×211 there.
        new("MgNO", (operators, problem, training) => operators.Mgno(options: new()
        {
            Layers = 5,
            Channels = 24,
            Levels = [.. Enumerable.Repeat(new SmoothingSteps(1), 5), new(2)],
            Boundary = problem.Boundary,
        }, training: training with
        {
            Epochs = Epochs,
            BatchSize = 8,
            LearningRate = 5e-4,
            GradientClipNorm = 0,
        })),
        // Wu et al. 2024, arXiv:2402.02366.
        new("Transolver", (operators, problem, training) => operators.Transolver(options: new()
        {
            Channels = 128,
            Heads = 8,
            Layers = 8,
            Slices = 64,
            ReferencePoints = 8,
            Boundary = problem.Boundary,
        }, training: Cycle(training))),
        // arXiv:2511.06294.
        new("LinearNO", (operators, problem, training) => operators.LinearNO(options: new()
        {
            Channels = 128,
            Heads = 8,
            Layers = 8,
            Slices = 64,
            Boundary = problem.Boundary,
        }, training: Cycle(training) with { WeightDecay = 1e-6, GradientClipNorm = 1 })),
        // Tiwari et al. 2025, arXiv:2505.19105.
        new("PatchLaMO", (operators, _, training) => operators.PatchLamo(
            options: new() { Scales = [new(2, 64, 8, 4)] },
            training: Cycle(training) with { LearningRate = 5e-4 })),
        // As the Neural-Solver-Library runs them.
        new("ONO", (operators, _, training) => operators.Ono(
            options: new()
            {
                Channels = 128,
                Heads = 8,
                Layers = 10,
                MlpRatio = 2,
                BasisFunctions = 32,
                HasBatchBasis = true,
            },
            training: Cycle(training))),
        new("F-FNO", (operators, _, training) => operators.FFno(
            options: new() { Modes = [12, 12], Channels = 128, Layers = 8 },
            training: Cycle(training))),
        new("U-FNO", (operators, _, training) => operators.UFno(
            options: new() { Modes = [12, 12], Channels = 32, Scales = 5 },
            training: Cycle(training))),
        new("U-NO", (operators, _, training) => operators.UNo(
            options: new() { Modes = [12, 12], Channels = 32, Scales = 5 },
            training: Cycle(training))),
        new("MWT", (operators, _, training) => operators.Mwt(
            options: new() { Channels = 128, Layers = 8, ReferencePoints = 8 },
            training: Cycle(training))),
        // Wu et al. 2023, arXiv:2301.12664.
        new("LSM", (operators, _, training) => operators.Lsm(options: new() { Channels = 64, Scales = 5 },
            training: training with
            {
                Epochs = Epochs,
                BatchSize = 20,
                LearningRate = 1e-3,
                Schedule = new StepSchedule(100),
                GradientClipNorm = 0,
                Loss = Loss.RelativeL2,
            })),
    ];
}
