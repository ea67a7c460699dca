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
/// along the gradient with Adam, an iteration here solves for the change in time and the diffusion exactly and combines
/// all steps so that the residual is smallest, which takes fewer.
/// </para>
/// <para>
/// Frames must be close enough in time for polynomials, as a rule a fraction of the time in which the flow crosses its
/// small eddies. In chaotic flows a small residual does not imply a small error.
/// </para>
/// </remarks>
public sealed class VorticityRefiner
{
    // Growth of the residual, over the smallest so far, at which steps begin again there, half as long.
    private const double Growth = 2;
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
        var residual = new TrajectoryResidual(equation, [.. known.Select(s => State(equation, [s]))],
            predicted.Length, _options.Interval);
        var search = new Search(equation, residual, _options, State(equation, predicted));
        search.Run(cancellation);
        for (int m = 0; m < predicted.Length; m++)
        {
            Complex[] spectrum = [.. known[^1].Select((wave, i) => wave * equation.Decay(i, m + 1, _options))];
            equation.Scatter(search.Best.AsSpan(m * equation.Waves, equation.Waves), spectrum);
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
        var residual = new TrajectoryResidual(equation, [.. known.Select(s => State(equation, [s]))],
            predicted.Length, _options.Interval);
        return new Search(equation, residual, _options, State(equation, predicted)).Norms[0];
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

    private static Complex[] State(VortexEquation equation, Complex[][] spectra)
    {
        var state = new Complex[spectra.Length * equation.Waves];
        for (int m = 0; m < spectra.Length; m++)
            equation.Gather(spectra[m], state.AsSpan(m * equation.Waves, equation.Waves));
        return state;
    }

    /// <summary>Steps towards the state of the smallest residual.</summary>
    private sealed class Search
    {
        private readonly VortexEquation _equation;
        private readonly TrajectoryResidual _residual;
        private readonly VorticityRefinementOptions _options;
        private readonly ResidualSpan _span;
        private Complex[] _state, _here;
        private double _length = 1;

        public Search(VortexEquation equation, TrajectoryResidual residual, VorticityRefinementOptions options,
            Complex[] state)
        {
            (_equation, _residual, _options, _state) = (equation, residual, options, state);
            _span = new ResidualSpan((a, b) => equation.Product(a, b));
            _here = Evaluate(state);
            (Best, BestResidual) = (_state, _here);
            Norms.Add(Norm(_here));
        }

        public Complex[] Best { get; private set; }

        public List<double> Norms { get; } = [];

        private Complex[] BestResidual { get; set; }

        public void Run(CancellationToken cancellation)
        {
            double smallest = Norms[0], enough = _options.Tolerance * smallest;
            for (int iteration = 1; iteration <= _options.Iterations && smallest > enough; iteration++)
            {
                cancellation.ThrowIfCancellationRequested();
                Complex[] next = [.. _state], rest = [.. _here];
                _span.Reduce(next, rest);
                _equation.Relax(rest);
                for (int i = 0; i < next.Length; i++) next[i] -= _length * rest[i];
                Complex[] there = Evaluate(next);
                double norm = Norm(there);
                Norms.Add(norm);
                if (norm < smallest) (smallest, Best, BestResidual) = (norm, next, there);
                if (!(norm <= Growth * smallest))
                {
                    _span.Clear();
                    (_state, _here, _length) = (Best, BestResidual, _length / 2);
                    continue;
                }
                _span.Add(Difference(next, _state), Difference(there, _here));
                (_state, _here) = (next, there);
            }
        }

        private Complex[] Evaluate(Complex[] state)
        {
            var residual = new Complex[state.Length];
            _residual.Evaluate(state, residual);
            return residual;
        }

        private double Norm(Complex[] residual) => Math.Sqrt(_equation.Product(residual, residual));

        private static Complex[] Difference(Complex[] a, Complex[] b)
        {
            var difference = new Complex[a.Length];
            for (int i = 0; i < a.Length; i++) difference[i] = a[i] - b[i];
            return difference;
        }
    }
}
