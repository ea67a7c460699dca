using System.Numerics;
using Microsoft.ML.NeuralOperators.Options;
using Microsoft.ML.NeuralOperators.Refinement;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Brings predicted frames of a periodic flow closer to its equation: the refinement of Spectral-Refiner (Cao, Brarda,
/// Li, Xi 2024, arXiv:2405.17211), for predictions of any operator. The coefficients of all frames are changed until
/// the residual of ω_t + v·∇ω = νΔω + f is small in a negative norm.
/// </summary>
/// <remarks>
/// <para>
/// The residual is the mean over the time between two frames, with what the equation says between them from the
/// polynomial through six; frames before the prediction help at its beginning. Its norm is √(Σ Δt Σ (1 + |k|²)^s
/// |R̂|²), k with 2π, over the waves below two thirds. Waves above only decay. Where the published program descends
/// along the gradient with Adam, an iteration here goes through the frames in the order of time. Each step of a frame
/// solves for its change and the diffusion and combines with earlier ones so that the frame's residual is smallest.
/// </para>
/// <para>
/// Frames must be close enough in time for polynomials, up to about the time in which the flow crosses its eddies. In
/// chaotic flows a small residual does not imply a small error.
/// </para>
/// </remarks>
public sealed class VorticityRefiner
{
    // Growth of a frame's residual at which a step is taken back and the next ones are half as long.
    private const double Growth = 1.3;
    // Steps of a frame in one iteration, and the share of its residual that is little enough for the next frame. With
    // one step each, frames between which eddies move far do not converge: what is left of one grows in the next.
    private const int Steps = 8;
    private const double Enough = 0.02;
    private readonly VorticityRefinementOptions _options;
    private readonly int _rows, _columns;

    /// <summary>A refiner for frames of a grid; it serves any number of threads.</summary>
    /// <param name="rows">Points along the first axis, x.</param>
    /// <param name="columns">Points along the second axis, y.</param>
    /// <param name="options">The equation, iterations and tolerance.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public VorticityRefiner(int rows, int columns, VorticityRefinementOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentNullException.ThrowIfNull(options);
        _options = Rules.Require(options, nameof(options), options.Forcing is { } f && f.Count != rows * columns
            ? [$"Forcing has {f.Count} numbers; expected {rows}×{columns}"] : []);
        (_rows, _columns) = (rows, columns);
    }

    /// <summary>Refines the frames that follow given ones.</summary>
    /// <param name="given">Known frames, [frames, rows, columns]; the last is the one before the prediction.</param>
    /// <param name="frames">The prediction, [frames, rows, columns], which is replaced.</param>
    /// <param name="cancellation">Looked at before every iteration; the prediction stays as it is then.</param>
    /// <returns>The residuals.</returns>
    /// <exception cref="ArgumentException">The numbers are not those of whole frames, or not finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public RefinementReport Refine(ReadOnlySpan<float> given, Span<float> frames,
        CancellationToken cancellation = default)
    {
        var plane = new PeriodicPlane(_rows, _columns);
        Complex[][] known = Spectra(plane, given, nameof(given)), predicted = Spectra(plane, frames, nameof(frames));
        var equation = new VortexEquation(plane, _options);
        var search = new Search(equation, Trajectory(equation, known, predicted), _options);
        search.Run(cancellation);
        for (int m = 0; m < predicted.Length; m++)
        {
            Complex[] spectrum = [.. known[^1].Select((wave, i) => wave * equation.Decay(i, m + 1, _options))];
            equation.Scatter(search.Best[m], spectrum);
            plane.ToField(spectrum);
            for (int i = 0; i < spectrum.Length; i++) frames[m * spectrum.Length + i] = (float)spectrum[i].Real;
        }
        return new RefinementReport([.. search.Norms]);
    }

    /// <summary>The norm of the residual of frames that follow given ones.</summary>
    /// <param name="given">Known frames, [frames, rows, columns].</param>
    /// <param name="frames">The frames after them.</param>
    public double Residual(ReadOnlySpan<float> given, ReadOnlySpan<float> frames)
    {
        var plane = new PeriodicPlane(_rows, _columns);
        Complex[][] known = Spectra(plane, given, nameof(given)), predicted = Spectra(plane, frames, nameof(frames));
        var equation = new VortexEquation(plane, _options);
        return Trajectory(equation, known, predicted).Norm();
    }

    private TrajectoryResidual Trajectory(VortexEquation equation, Complex[][] known, Complex[][] predicted)
    {
        return new(equation, [.. known.Select(State)], [.. predicted.Select(State)], _options.Interval);

        Complex[] State(Complex[] spectrum)
        {
            var state = new Complex[equation.Waves];
            equation.Gather(spectrum, state);
            return state;
        }
    }

    private Complex[][] Spectra(PeriodicPlane plane, ReadOnlySpan<float> frames, string name)
    {
        if (frames.Length == 0 || frames.Length % plane.Points != 0)
            throw new ArgumentException($"There are {frames.Length} numbers; expected frames of {_rows}×{_columns}.",
                name);
        var spectra = new Complex[frames.Length / plane.Points][];
        for (int m = 0; m < spectra.Length; m++)
        {
            spectra[m] = new Complex[plane.Points];
            for (int i = 0; i < plane.Points; i++)
            {
                float value = frames[m * plane.Points + i];
                if (!float.IsFinite(value))
                    throw new ArgumentException($"Frame {m} holds {value}; expected finite numbers.", name);
                spectra[m][i] = value;
            }
            plane.ToSpectrum(spectra[m]);
        }
        return spectra;
    }

    /// <summary>Steps towards the frames of the smallest residual.</summary>
    private sealed class Search
    {
        private readonly VortexEquation _equation;
        private readonly TrajectoryResidual _trajectory;
        private readonly VorticityRefinementOptions _options;
        private readonly ResidualSpan[] _spans;
        private readonly double[] _lengths;

        public Search(VortexEquation equation, TrajectoryResidual trajectory, VorticityRefinementOptions options)
        {
            (_equation, _trajectory, _options) = (equation, trajectory, options);
            _spans = [.. trajectory.States.Select(_ => new ResidualSpan((a, b) => equation.Product(a, b)))];
            _lengths = [.. trajectory.States.Select(_ => 1.0)];
            Best = [.. trajectory.States];
            Norms.Add(trajectory.Norm());
        }

        public Complex[][] Best { get; private set; }

        public List<double> Norms { get; } = [];

        public void Run(CancellationToken cancellation)
        {
            double smallest = Norms[0], enough = _options.Tolerance * smallest;
            for (int iteration = 1; iteration <= _options.Iterations && smallest > enough; iteration++)
            {
                cancellation.ThrowIfCancellationRequested();
                // In the order of time, each frame after those that it follows from.
                for (int frame = 0; frame < _spans.Length; frame++) Improve(frame);
                double norm = _trajectory.Norm();
                Norms.Add(norm);
                if (norm < smallest) (smallest, Best) = (norm, [.. _trajectory.States]);
            }
        }

        private void Improve(int frame)
        {
            Complex[] residual = _trajectory.Of(frame);
            double enough = Enough * Enough * Square(residual);
            for (int step = 0; step < Steps && Square(residual) > enough; step++) residual = Step(frame, residual);
        }

        // Changes a frame, or nothing, and returns its residual.
        private Complex[] Step(int frame, Complex[] before)
        {
            Complex[] state = _trajectory.States[frame], rate = _trajectory.RateOf(frame), next = [.. state],
                rest = [.. before];
            _spans[frame].Reduce(next, rest);
            _equation.Relax(rest);
            for (int i = 0; i < next.Length; i++) next[i] -= _lengths[frame] * rest[i];
            _trajectory.Replace(frame, next);
            Complex[] after = _trajectory.Of(frame);
            if (Square(after) <= Growth * Growth * Square(before))
            {
                _spans[frame].Add(Difference(next, state), Difference(after, before));
                return after;
            }
            _trajectory.Replace(frame, state, rate);
            _spans[frame].Clear();
            _lengths[frame] /= 2;
            return before;
        }

        private double Square(Complex[] residual) => _equation.Product(residual, residual);

        private static Complex[] Difference(Complex[] a, Complex[] b)
        {
            var difference = new Complex[a.Length];
            for (int i = 0; i < a.Length; i++) difference[i] = a[i] - b[i];
            return difference;
        }
    }
}
