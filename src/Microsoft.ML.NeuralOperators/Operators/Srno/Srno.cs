using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// SRNO, the super-resolution neural operator (Wei, Zhang 2023, arXiv:2303.02584): from a field on a coarse grid to its
/// values at any points, such as those of a grid 2, 3.3 or 4 times as fine. A convolutional encoder turns the field
/// into features, each query point takes the features of the grid points around it, and kernel integrals over all query
/// points follow.
/// </summary>
/// <remarks>
/// Inputs: "input" [batch, channels, grid…] and "points" [batch, axes, points], coordinates in the unit cube, those of
/// the first grid axis first. Output: [batch, channels, points]. One model serves every grid and any number of points.
/// The integrals are means over the query points, which should therefore cover the domain evenly: a subset of them on
/// its own gets other values. The published program also takes the size of each target pixel, because image pixels are
/// averages over an area. This operator does not need it: its values are samples at points.
/// <para>
/// Weights of that program (2y7c3/Super-Resolution-Neural-Operator) with an EDSR as encoder load by their own names
/// (<see cref="Checkpoint"/>). The operator then has a third input, "cell" [batch, 2], the size of a target pixel in
/// the unit square: (1/height, 1/width) of the fine grid. Where a query lies exactly in the last row or column of the
/// given points, as at scales of 1 and 3, rounding decides what the program gives, here as there.
/// </para>
/// </remarks>
public sealed class Srno : NeuralOperator
{
    private readonly GridConvolution _lifting, _last;
    private readonly (GridConvolution First, GridConvolution Second)[] _encoder;
    private readonly Linear _query;
    private readonly Func<Value, Value>[] _layers;
    private readonly Mlp _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the given field.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Srno(int inputChannels, int outputChannels, SrnoOptions? options = null)
    {
        Options = options = Rules.Require(options ?? new());
        if (options.HasInterpolation)
            ArgumentOutOfRangeException.ThrowIfNotEqual(outputChannels, inputChannels);
        int axes = options.Dimensions, features = options.EncoderChannels, channels = options.Channels;
        GridAxis[] grid = [.. GridAxis.Of(axes).Select(axis => axis with
        {
            MinimumToTrain = options.Boundary == BoundaryCondition.Dirichlet ? 1 : 2,
        })];
        GridAxis points = GridAxis.Points("points");
        PublishedSrno? published = options.Published;
        Inputs = [new("input", inputChannels, grid), new("points", axes, [points]) { IsNormalized = false },
            .. published is null ? [] : (FieldPort[])[new("cell", axes, []) { IsNormalized = false }]];
        Output = new FieldPort("output", outputChannels, [points]);
        if (published is not null)
            foreach (string shift in (ReadOnlySpan<string>)["encoder.sub_mean", "encoder.add_mean"])
                Compose(shift, new IdleShift(inputChannels));
        _lifting = Compose("encoder.head.0", Convolution(inputChannels));
        _encoder = [.. Enumerable.Range(0, options.EncoderLayers).Select(i => (
            Compose($"encoder.body.{i}.body.0", Convolution(features)),
            Compose($"encoder.body.{i}.body.2", Convolution(features))))];
        _last = Compose($"encoder.body.{options.EncoderLayers}", Convolution(features));
        int cell = published is null ? 0 : axes;
        _query = Compose("conv00", new Linear((1 << axes) * (features + axes) + cell, channels));
        _layers = [.. Enumerable.Range(0, options.Layers).Select(Integral)];
        _projection = Compose("", new Mlp(channels, published?.ProjectionChannels ?? channels, outputChannels,
            first: "fc1", last: "fc2"));

        Func<Value, Value> Integral(int index) => published is null
            ? Compose($"integrals.{index}", new KernelIntegral(channels, options.Heads)).Apply
            : Compose($"conv{index}", new PublishedKernelIntegral(channels, options.Heads)).Apply;

        GridConvolution Convolution(int inputs) => new(axes, inputs, features, 3, options.Boundary, hasBias: true);
    }

    /// <summary>The architecture.</summary>
    public SrnoOptions Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPort> Inputs { get; }

    /// <inheritdoc/>
    public override FieldPort Output { get; }

    /// <inheritdoc/>
    public override Value Forward(IReadOnlyList<Value> inputs)
    {
        Value field = inputs[0], features = Encode(field);
        Value rows = Value.Concat(1, features, field).ChannelsLast();
        // Indices of points beyond a few thousand are not exact in half precision.
        Value around = rows.Interpreter.InFullPrecision(inputs[1].Transpose(0, 2, 1), points => Around(rows, points));
        int given = Options.EncoderChannels + Options.Dimensions << Options.Dimensions;
        Value asked = around.Slice(2, 0, given);
        if (Options.Published is not null)
            asked = Value.Concat(2, asked, PublishedCorners.Cells(field, inputs[2], asked.Shape[1]));
        Value v = _query.Apply(asked);
        foreach (Func<Value, Value> layer in _layers) v = layer(v);
        Value u = _projection.Apply(v);
        if (Options.HasInterpolation) u += around.Slice(2, given, Output.Channels);
        return u.Transpose(0, 2, 1);
    }

    private Value Encode(Value field)
    {
        Value lifted = _lifting.Apply(field), v = lifted;
        double scale = Options.Published?.ResidualScale ?? 1;
        foreach (var (first, second) in _encoder)
        {
            Value residual = second.Apply(first.Apply(v).Relu());
            v += scale == 1 ? residual : residual * scale;
        }
        return lifted + _last.Apply(v);
    }

    // Weighted features and offsets of all points around, then the interpolated field.
    private Value Around(Value rows, Value points)
    {
        int features = Options.EncoderChannels;
        if (Options.Published is not null) return PublishedCorners.Around(rows, features, points);
        var corners = new GridCorners(rows, points, Options.Points);
        Dim field = rows.Shape[-1] - features;
        var parts = new List<Value>();
        Value? interpolated = null;
        for (int corner = 0; corner < corners.Count; corner++)
        {
            Value weighted = corners.Rows(corner) * corners.Weight(corner);
            parts.Add(weighted.Slice(2, 0, features));
            parts.Add(corners.Offset(corner));
            Value part = weighted.Slice(2, features, field);
            interpolated = interpolated is null ? part : interpolated + part;
        }
        return Value.Concat(2, [.. parts, interpolated!]);
    }
}
