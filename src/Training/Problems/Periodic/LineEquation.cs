using Microsoft.ML.NeuralOperators.Problems.Periodic;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Equations on lines of random period. The fields of a sample are its frames "u", the distance of its points "dx" and
/// the time between its frames "dt".
/// </summary>
/// <typeparam name="TOptions">The equation's constants.</typeparam>
public abstract class LineEquation<TOptions> : TrajectoryGenerator<TOptions>
    where TOptions : LineOptions
{
    private protected LineEquation(TOptions options) : base(options)
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields => [Frames("u", 1, 1), new("dx", 1, []), new("dt", 1, [])];

    /// <inheritdoc/>
    protected internal override int BatchSize => Spectra.BatchSize(Options.Points * Options.Refinement);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
    {
        var lines = new RandomLines(Options, seeds);
        (torch.Tensor space, torch.Tensor time) = lines.Distances();
        return [Run(Begin(lines), cancellation), space, time];
    }

    private protected abstract IEvolution Begin(RandomLines lines);
}
