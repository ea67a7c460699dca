using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Training;
using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Physics;

/// <summary>
/// ω_t + v·∇ω = ν Δω + f on the unit torus, f = 0.1(sin 2π(x+y) + cos 2π(x+y)), from random initial vorticities
/// N(0, 7³(-Δ + 49)^{-2.5}) (Li et al. 2021, arXiv:2010.08895, appendix): pseudo-spectral in space with the upper third of the
/// modes cut off; Adams-Bashforth for transport and Crank-Nicolson for diffusion in time.
/// </summary>
public static class VorticityEquation
{
    private const torch.ScalarType Double = torch.ScalarType.Float64;

    /// <summary>Trajectories of the vorticity.</summary>
    /// <param name="count">Number of trajectories.</param>
    /// <param name="size">Points along each axis.</param>
    /// <param name="frames">Frames of a trajectory.</param>
    /// <param name="viscosity">ν.</param>
    /// <param name="interval">Time between frames.</param>
    /// <param name="start">Time of the first frame.</param>
    /// <param name="seed">Trajectory i has the seed (seed, i).</param>
    /// <param name="timeStep">Largest step in time.</param>
    /// <param name="progress">Gets the share that is done.</param>
    /// <param name="cancellation">Stops generating.</param>
    /// <returns>[count, frames, size, size] with the name "w": the frames are the channels.</returns>
    public static FieldSamples Generate(int count, int size, int frames, double viscosity, double interval = 1, double start = 0, int seed = 0,
        double timeStep = 5e-3, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 8);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        var field = new PeriodicRandomField(2.5, 7, Math.Pow(7, 1.5));
        var values = new float[count * frames * size * size];
        TorchLibraries.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        var stepper = new Stepper(size, viscosity);
        torch.Tensor spectrum = torch.fft.rfft2(field.Sample(SampleBatches.Seeds(seed, count), size, size));
        int done = 0, first = Steps(start), each = Steps(interval), total = first + (frames - 1) * each;
        torch.Tensor? transport = null;
        Advance(first, start);
        for (int frame = 0; frame < frames; frame++)
        {
            if (frame > 0) Advance(each, interval);
            float[] now = torch.fft.irfft2(spectrum, [size, size]).type(torch.ScalarType.Float32).contiguous().data<float>().ToArray();
            for (int i = 0; i < count; i++) now.AsSpan(i * size * size, size * size).CopyTo(values.AsSpan((i * frames + frame) * size * size));
        }
        return new FieldSamples("w", frames, [size, size], values);

        int Steps(double time) => (int)Math.Ceiling(time / timeStep - 1e-9);

        void Advance(int steps, double time)
        {
            for (int step = 0; step < steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope inner = torch.NewDisposeScope();
                (torch.Tensor next, torch.Tensor rate) = stepper.Step(spectrum, transport, time / steps);
                next.MoveToOuterDisposeScope();
                rate.MoveToOuterDisposeScope();
                spectrum.Dispose();
                transport?.Dispose();
                (spectrum, transport) = (next, rate);
                done++;
                if (total > 0 && done % 50 == 0) progress?.Invoke((double)done / total);
            }
        }
    }

    /// <summary>The forcing f on a grid, row-major.</summary>
    public static double[] Forcing(int size)
    {
        var f = new double[size * size];
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
            {
                double angle = 2 * Math.PI * ((i + j) % size) / size;
                f[i * size + j] = 0.1 * (Math.Sin(angle) + Math.Cos(angle));
            }
        return f;
    }

    private sealed class Stepper
    {
        private readonly long _size;
        private readonly torch.Tensor _diffusion, _inverse, _slopeX, _slopeY, _mask, _forcing;

        public Stepper(int size, double viscosity)
        {
            _size = size;
            double[] full = [.. Enumerable.Range(0, size).Select(k => 2 * Math.PI * (2 * k < size ? k : k - size))];
            double[] half = [.. Enumerable.Range(0, size / 2 + 1).Select(k => 2 * Math.PI * k)];
            torch.Tensor kx = torch.tensor(full, [size, 1], Double), ky = torch.tensor(half, [1, half.Length], Double), squares = (kx * kx).Plus(ky * ky);
            _diffusion = squares.Times(viscosity / 2);
            _inverse = torch.where(squares.IsAbove(0), squares.AtLeast(1).reciprocal(), torch.zeros_like(squares));
            double limit = 2 * Math.PI * size / 3.0;
            _mask = kx.abs().IsAtMost(limit).type(Double) * ky.IsAtMost(limit).type(Double);
            _slopeX = torch.complex(torch.zeros_like(kx), kx);
            _slopeY = torch.complex(torch.zeros_like(ky), ky);
            _forcing = torch.fft.rfft2(torch.tensor(Forcing(size), [size, size], Double));
        }

        public (torch.Tensor Next, torch.Tensor Rate) Step(torch.Tensor spectrum, torch.Tensor? before, double dt)
        {
            torch.Tensor stream = spectrum * _inverse;
            torch.Tensor transport = Space(stream * _slopeY) * Space(spectrum * _slopeX) - Space(stream * _slopeX) * Space(spectrum * _slopeY);
            torch.Tensor rate = _forcing - torch.fft.rfft2(transport) * _mask;
            // The first step has no earlier rate.
            torch.Tensor explicitPart = before is null ? rate : rate.Times(1.5).Plus(before, -0.5);
            return ((spectrum * _diffusion.Times(-dt).Plus(1)).Plus(explicitPart, dt) / _diffusion.Times(dt).Plus(1), rate);
        }

        private torch.Tensor Space(torch.Tensor spectrum) => torch.fft.irfft2(spectrum, [_size, _size]);
    }
}
