using Contest;
using Microsoft.ML.NeuralOperators;

namespace Published;

/// <summary>
/// Kolmogorov flow, learned from 50 trajectories of 51 frames and rolled out for 100 steps from 30 unseen states, the
/// numbers of APEBench (Koehler et al. 2024, arXiv:2411.00180): Reynolds number 1,000, drag 0.1, 64×64 of 128×128
/// points, frames 0.1 apart.
/// </summary>
internal sealed class KolmogorovSet(string folder, int training, int test, int seed)
    : TrajectorySet(folder, training, test, seed)
{
    private const int Steps = 100;

    /// <inheritdoc/>
    public override Problem Problem { get; } = new(64)
    {
        Points = PointPlacement.Periodic,
        Boundary = BoundaryCondition.Periodic,
        // An operator that never saw a state of its own makes them grow: FNO did, after 76 epochs of single steps.
        RollOut = new() { Lengths = [1, 2], IsPushForward = true, Noise = 0.01 },
        Applications = Steps,
    };

    /// <inheritdoc/>
    protected override int TrainingFrames => 51;

    /// <inheritdoc/>
    protected override int PartSize => 10;

    /// <inheritdoc/>
    protected override IReadOnlyList<FieldSamples> MakePart(int count, int seed, bool isTest,
        CancellationToken cancellation, Action<int> progress)
        => new KolmogorovFlow(new() { Frames = isTest ? Steps + 1 : TrainingFrames, Interval = 0.1 })
            .Generate(count, seed, cancellation, progress);

    /// <inheritdoc/>
    protected override IReadOnlyList<SolverCost> MeasureSolver() => [];
}
