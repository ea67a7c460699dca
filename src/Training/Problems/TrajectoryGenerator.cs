using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Solutions in time, from random initial states.</summary>
/// <typeparam name="TOptions">The equation's constants.</typeparam>
public abstract class TrajectoryGenerator<TOptions> : FieldGenerator
    where TOptions : TrajectoryOptions
{
    private protected TrajectoryGenerator(TOptions options)
    {
        Options = Rules.Require(options);
        Times = [.. Enumerable.Range(0, options.Frames).Select(i => options.Start + i * options.Interval)];
    }

    /// <summary>The constants.</summary>
    public TOptions Options { get; }

    /// <summary>The times of the frames, in the equation's unit.</summary>
    public IReadOnlyList<double> Times { get; }

    /// <summary>Called after every step of a batch, from its thread.</summary>
    internal Action? Stepped { get; set; }

    /// <summary>Steps from time 0 to the last frame.</summary>
    internal int StepsInAll => Steps(Options.Start) + (Options.Frames - 1) * Steps(Options.Interval);

    // The steps that a time takes.
    private protected virtual int Steps(double time)
        => Options is SteppedOptions stepped ? Steps(time, stepped.TimeStep) : 0;

    private protected static int Steps(double time, double longest) => (int)Math.Ceiling(time / longest - 1e-9);

    // The field of frames, on as many points along each of some axes.
    private protected GeneratedField Frames(string name, int channels, int axes)
        => new(name, checked(channels * Options.Frames), [.. Enumerable.Repeat(Options.Points, axes)]);

    /// <summary>Takes states through time.</summary>
    /// <param name="state">The states of some samples at time 0.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    /// <returns>The frames in single precision, [samples, frames·channels, grid…].</returns>
    /// <exception cref="InvalidOperationException">A solution grew beyond all bounds.</exception>
    private protected torch.Tensor Run(IEvolution state, CancellationToken cancellation)
    {
        var frames = new torch.Tensor[Options.Frames];
        for (int frame = 0; frame < frames.Length; frame++)
        {
            double time = frame == 0 ? Options.Start : Options.Interval;
            int steps = Steps(time);
            for (int step = 0; step < steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                state.Step(time / steps);
                Stepped?.Invoke();
            }
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor single = state.Values().to(torch.float32).contiguous();
            if (!single.isfinite().all().item<bool>())
                throw new InvalidOperationException(Invariant($"A solution grew beyond all bounds before the time ")
                    + Invariant($"{Times[frame]:g6}, in steps of {time / Math.Max(1, steps):g3}. Take a shorter ")
                    + $"{nameof(SteppedOptions.TimeStep)}.");
            frames[frame] = single.MoveToOuterDisposeScope();
        }
        return torch.cat(frames, 1);
    }
}
