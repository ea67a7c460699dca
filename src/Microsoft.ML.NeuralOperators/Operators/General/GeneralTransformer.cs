using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators.Factorized;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.General;

/// <summary>
/// GNOT, the general neural operator transformer (Hao et al. 2023, arXiv:2302.14376): from several functions on meshes of their
/// own, and global parameters, to a function at query points. Every query point attends to all functions at linear cost, and
/// experts gated by the geometry treat regions differently.
/// </summary>
/// <remarks>
/// Inputs: "points" [batch, coordinates, points]; "parameters" [batch, parameters] where there are any; "function0", … [batch,
/// channels, own points or "points"]; with <see cref="GeneralTransformerOptions.HasMasks"/> a mask for every point set. Output
/// [batch, channels, points]. The order of points matters nowhere: outputs follow their points, whatever the others' order.
/// </remarks>
public sealed class GeneralTransformer : NeuralOperator
{
    private readonly PublishedMlp _trunk;
    private readonly PublishedMlp[] _branches;
    private readonly GeneralTransformerBlock[] _blocks;
    private readonly PublishedMlp _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="options">The architecture.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public GeneralTransformer(GeneralTransformerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string faults = string.Join("; ", options.Faults());
        if (faults.Length > 0) throw new ArgumentOutOfRangeException(nameof(options), faults + ".");
        Options = options;
        GridAxis points = GridAxis.Points("points", allowsPadding: options.HasMasks);
        GridAxis[] axes = [.. options.Functions.Select((f, i) => f.IsAtPoints ? points : GridAxis.Points(NameOf(i), allowsPadding: options.HasMasks))];
        var inputs = new List<FieldPort> { new("points", options.Coordinates, [points]) };
        if (options.Parameters > 0) inputs.Add(new FieldPort("parameters", options.Parameters, []));
        inputs.AddRange(options.Functions.Select((f, i) => new FieldPort(NameOf(i), f.Channels, [axes[i]])));
        if (options.HasMasks) inputs.AddRange(axes.Prepend(points).Distinct().Select(axis => FieldPort.Mask($"{axis.Name}_mask", axis)));
        Inputs = inputs;
        Output = new FieldPort("output", options.OutputChannels, [points]);

        int channels = options.Channels;
        _trunk = Compose("trunk_mlp", new PublishedMlp(options.Coordinates + options.Parameters, channels, channels, options.MlpLayers));
        _branches = [.. options.Functions.Select((f, i) => Compose($"branch_mlps.{i}",
            new PublishedMlp(f.Channels + (f.IsAtPoints ? options.Coordinates : 0), channels, channels, options.MlpLayers)))];
        _blocks = [.. Enumerable.Range(0, options.Layers).Select(i => Compose($"blocks.{i}", new GeneralTransformerBlock(channels, options.Heads,
            channels * options.ExpertRatio, options.Experts, options.Coordinates, options.Functions.Count)))];
        _projection = Compose("out_mlp", new PublishedMlp(channels, channels, options.OutputChannels, options.MlpLayers));
    }

    /// <summary>The architecture.</summary>
    public GeneralTransformerOptions Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPort> Inputs { get; }

    /// <inheritdoc/>
    public override FieldPort Output { get; }

    /// <inheritdoc/>
    public override Value Forward(IReadOnlyList<Value> inputs)
    {
        Value points = inputs[0].Transpose(0, 2, 1);
        int first = Options.Parameters > 0 ? 2 : 1;
        PointSource[] sources = [.. Options.Functions.Select((f, i) =>
        {
            Value values = inputs[first + i].Transpose(0, 2, 1);
            return new PointSource(_branches[i].Apply(f.IsAtPoints ? Value.Concat(-1, points, values) : values), Mask(inputs, f.IsAtPoints ? "points" : NameOf(i)));
        })];
        Value x = _trunk.Apply(first == 1 ? points : Value.Concat(-1, points, Everywhere(inputs[1], points)));
        Value? mask = Mask(inputs, "points");
        foreach (GeneralTransformerBlock block in _blocks) x = block.Apply(new PointSource(x, mask), sources, points);
        return _projection.Apply(x).Transpose(0, 2, 1);
    }

    private static string NameOf(int function) => $"function{function}";

    private Value? Mask(IReadOnlyList<Value> inputs, string axis)
        => Enumerable.Range(0, Inputs.Count).FirstOrDefault(i => Inputs[i].IsMask && Inputs[i].Axes[0].Name == axis, -1) is var at and >= 0 ? inputs[at] : null;

    // [batch, parameters] → [batch, points, parameters]
    private static Value Everywhere(Value parameters, Value points)
    {
        Dim batch = parameters.Shape[0], count = parameters.Shape[1];
        return parameters.Reshape(batch, 1, count).Expand(batch, points.Shape[1], count);
    }
}
