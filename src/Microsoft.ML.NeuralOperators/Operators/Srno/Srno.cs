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
/// </remarks>
public sealed class Srno : NeuralOperator
{
    private readonly GridConvolution _lifting, _last;
    private readonly (GridConvolution First, GridConvolution Second)[] _encoder;
    private readonly Linear _query;
    private readonly KernelIntegral[] _layers;
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
        Inputs = [new("input", inputChannels, grid), new("points", axes, [points]) { IsNormalized = false }];
        Output = new FieldPort("output", outputChannels, [points]);
        _lifting = Compose("encoder.lifting", Convolution(inputChannels));
        _encoder = [.. Enumerable.Range(0, options.EncoderLayers).Select(i => (
            Compose($"encoder.{i}.conv1", Convolution(features)),
            Compose($"encoder.{i}.conv2", Convolution(features))))];
        _last = Compose("encoder.last", Convolution(features));
        _query = Compose("query", new Linear((1 << axes) * (features + axes), channels));
        _layers = [.. Enumerable.Range(0, options.Layers)
            .Select(i => Compose($"integrals.{i}", new KernelIntegral(channels, options.Heads)))];
        _projection = Compose("projection", new Mlp(channels, channels, outputChannels));

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
        Value v = _query.Apply(around.Slice(2, 0, given));
        foreach (KernelIntegral layer in _layers) v = layer.Apply(v);
        Value u = _projection.Apply(v);
        if (Options.HasInterpolation) u += around.Slice(2, given, Output.Channels);
        return u.Transpose(0, 2, 1);
    }

    private Value Encode(Value field)
    {
        Value lifted = _lifting.Apply(field), v = lifted;
        foreach (var (first, second) in _encoder) v += second.Apply(first.Apply(v).Relu());
        return lifted + _last.Apply(v);
    }

    // Weighted features and offsets of all points around, then the interpolated field.
    private Value Around(Value rows, Value points)
    {
        var corners = new GridCorners(rows, points, Options.Points);
        int features = Options.EncoderChannels;
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
