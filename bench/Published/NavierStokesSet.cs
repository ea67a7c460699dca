using System.Diagnostics;
using Contest;
using Microsoft.ML.NeuralOperators;

namespace Published;

/// <summary>
/// Vorticity of a forced flow, ν = 1e-5, from ten frames to the ten after them, one a unit of time, 64×64 of 256×256
/// points (Li et al. 2021, arXiv:2010.08895).
/// </summary>
internal sealed class NavierStokesSet(string folder, int training, int test, int seed)
    : TrajectorySet(folder, training, test, seed)
{
    private const int Size = 64, History = 10, Steps = 10, Measured = 8;
    private static readonly int[] Grids = [16, 32, 48, 64, 96, 128, 192, 256];
    private static readonly VorticityOptions Flow = new()
    {
        Points = Size,
        Frames = History + Steps,
        Viscosity = 1e-5
    };

    /// <inheritdoc/>
    public override Problem Problem { get; } = new(Size)
    {
        Points = PointPlacement.Periodic,
        Boundary = BoundaryCondition.Periodic,
        RollOut = new() { History = History },
        Applications = Steps,
    };

    /// <inheritdoc/>
    protected override int TrainingFrames => History + Steps;

    /// <inheritdoc/>
    protected override int PartSize => 4;

    /// <inheritdoc/>
    protected override IReadOnlyList<FieldSamples> MakePart(int count, int seed, bool isTest,
        CancellationToken cancellation, Action<int> progress)
        => new VorticityEquation(Flow).Generate(count, seed, cancellation, progress);

    /// <inheritdoc/>
    protected override IReadOnlyList<SolverCost> MeasureSolver()
    {
        FieldSamples flows = new VorticityEquation(Flow).Generate(Measured, PartSeed(true, 0))[0],
            last = Frames(flows, History - 1, 1), truth = Frames(flows, History, Steps);
        return [.. Grids.Select(Cost)];

        SolverCost Cost(int points)
        {
            var solver = new VorticityEquation(Flow with { SolvedPoints = points, Frames = Steps });
            var clock = Stopwatch.StartNew();
            FieldSamples solved = solver.Solve(last);
            double seconds = clock.Elapsed.TotalSeconds / Measured, error = 0;
            for (int i = 0; i < Measured; i++) error += RelativeError.Of(solved[i], truth[i]);
            return new SolverCost(points, error / Measured, seconds);
        }
    }
}
