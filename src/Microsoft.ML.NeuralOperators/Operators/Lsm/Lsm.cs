using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// LSM, the latent spectral model (Wu et al. 2023, arXiv:2301.12664), in one, two or three dimensions: a U-shaped network whose
/// every scale passes through a <see cref="NeuralSpectralBlock"/>, which solves in a space of few latent tokens. Parameter names
/// are those of the authors' programs.
/// </summary>
/// <remarks>
/// The lifted field is filled up with zeros behind its last point to a multiple of the number of patches, 2^(Scales-1), and cut
/// again at the end, axis by axis, so every grid is met; patches are fractions of the domain, not numbers of points.
/// </remarks>
public sealed class Lsm : GridOperator
{
    private readonly Mlp? _lifting;
    private readonly Linear? _linearLifting;
    private readonly ConvolutionPair[] _down;
    private readonly ConvolutionPair[] _up;
    private readonly NeuralSpectralBlock[] _blocks;
    private readonly GridConvolution _output;
    private readonly Linear _projection;
    private readonly Linear _projectionOutput;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Lsm(int inputChannels, int outputChannels, LsmOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        int scales = options.Scales, finest = options.Channels;
        int inputs = inputChannels + (options.HasGridEmbedding ? options.AxisCount : 0);
        if (options.LiftingRatio > 0)
            _lifting = Compose("preprocess", new Mlp(inputs, Width(options.LiftingRatio), finest, first: "linear_pre.0", last: "linear_post"));
        else
            _linearLifting = Compose("fc0", new Linear(inputs, finest));
        int[] widths = [.. Enumerable.Range(0, scales).Select(s => finest << Math.Min(s, scales - 2))];
        _down = [.. Enumerable.Range(0, scales).Select(s => Compose(s == 0 ? "inc" : $"down{s}.maxpool_conv.1",
            new ConvolutionPair(options, widths[Math.Max(s - 1, 0)], widths[s], widths[s])))];
        // Entry s leads from scale s + 1 to scale s; the published names count from the coarsest.
        _up = [.. Enumerable.Range(0, scales - 1).Select(s => Compose($"up{scales - 1 - s}.conv",
            new ConvolutionPair(options, 2 * widths[s], widths[s], Math.Max(widths[s] / 2, finest))))];
        _output = Compose("outc.conv", new GridConvolution(options.AxisCount, finest, finest, 1, BoundaryCondition.Dirichlet, hasBias: true));
        _blocks = [.. Enumerable.Range(0, scales).Select(s => Compose($"process{s + 1}",
            new NeuralSpectralBlock(options, widths[s], 1 << (scales - 1 - s))))];
        _projection = Compose("fc1", new Linear(finest, Width(options.ProjectionRatio)));
        _projectionOutput = Compose("fc2", new Linear(Width(options.ProjectionRatio), outputChannels));

        int Width(double ratio) => Math.Max(1, (int)Math.Round(ratio * finest));
    }

    /// <summary>The architecture.</summary>
    public LsmOptions Options { get; }

    /// <inheritdoc/>
    protected override Value Forward(Value x)
    {
        int axes = Dimensions;
        int[] grid = [.. Enumerable.Range(2, axes)];
        Value u = x.Transpose([0, .. grid, 1]);
        if (Options.HasGridEmbedding) u = PointCoordinates.Append(u);
        u = _lifting is not null ? _lifting.Apply(u) : _linearLifting!.Apply(u);
        u = Network(Fill(u.Transpose([0, axes + 1, .. Enumerable.Range(1, axes)])));
        foreach (int axis in grid) u = u.Slice(axis, 0, x.Shape[axis]);
        u = _projection.Apply(u.Transpose([0, .. grid, 1])).Gelu();
        return _projectionOutput.Apply(u).Transpose([0, axes + 1, .. Enumerable.Range(1, axes)]);
    }

    private Value Fill(Value u)
    {
        long patches = 1L << (Options.Scales - 1);
        int[] grid = [.. Enumerable.Range(2, Dimensions)];
        Dim[] after = [.. grid.Select(axis => Dim.CeilingDivide(u.Shape[axis], patches) * patches - u.Shape[axis])];
        return u.Pad(PaddingMode.Zeros, grid, [.. grid.Select(_ => (Dim)0)], after);
    }

    private Value Network(Value x)
    {
        var scales = new Value[_down.Length];
        for (int s = 0; s < scales.Length; s++) scales[s] = _down[s].Apply(s == 0 ? x : scales[s - 1].Apply(new MaxPool(2)));
        Value u = _blocks[^1].Apply(scales[^1]);
        for (int s = scales.Length - 2; s >= 0; s--)
        {
            Value skip = _blocks[s].Apply(scales[s]);
            u = LinearInterpolation.Resize(u, 2, [.. skip.Shape.Skip(2)]);
            u = _up[s].Apply(Value.Concat(1, skip, u));
        }
        return _output.Apply(u);
    }
}
