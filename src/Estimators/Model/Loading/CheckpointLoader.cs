using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators.Model.Loading;

/// <summary>Turns weights that published programs saved into transformers.</summary>
internal static class CheckpointLoader
{
    // What a zip loaded by plain ML.NET is bound to where neither weights nor caller say a grid.
    private const int DefaultSize = 64;

    public static NeuralOperatorTransformer Load(MLContext mlContext, ExecutionOptions execution, string path,
        CheckpointOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no checkpoint '{path}'.", path);
        Rules.Require(options, nameof(options), options.ScoreColumnName == options.FeatureColumnName
            ? [$"ScoreColumnName is '{options.ScoreColumnName}', the feature column's name"] : []);
        ParameterValues weights = Checkpoint.Load(path, options.Arguments, options.Limits);
        var inner = (NeuralOperator)weights.Definition;
        FieldPort port = inner.Inputs[0];
        if (inner.Inputs.Count(i => !i.IsMask) != 1)
            throw new NotSupportedException($"'{path}' holds a {inner.GetType().Name} with {inner.Inputs.Count} input "
                + "fields; only operators with one are loaded.");
        var definition = new NormalizedOperator(inner);
        var own = inner.Parameters.ToHashSet();
        ParameterValues first = ParameterValues.Initialize(definition, 0);
        ParameterValues values = ParameterValues.From(definition, p => own.Contains(p) ? weights[p] : first[p]);
        Store(values, definition.InputNormalizers[0], options.Input, "Input", port.Channels);
        Store(values, definition.OutputNormalizer, options.Output, "Output", inner.Output.Channels);

        int[] grid = Grid(port, options.Grid);
        PointAxis? points = port.Axes is [{ IsPointSet: true } axis] ? PointAxis.Of(axis) : null;
        var feature = new FieldColumn(options.FeatureColumnName, port.Channels, grid) { Points = points };
        var score = new FieldColumn(options.ScoreColumnName, inner.Output.Channels, grid) { Points = points };
        var metadata = new ModelMetadata(NeuralOperatorTransformer.WithMasks(inner, [feature]), score, null);
        return new NeuralOperatorTransformer(mlContext, metadata.Export(definition, values), metadata,
            options.ScoringBatchSize, execution);
    }

    private static int[] Grid(FieldPort port, int[]? asked)
    {
        if (asked is not null
            && (asked.Length != port.Axes.Count || port.Axes.Zip(asked).Any(pair => !pair.First.Allows(pair.Second))))
            throw new ArgumentOutOfRangeException(nameof(CheckpointOptions.Grid),
                $"Grid is [{string.Join(", ", asked)}]; the checkpoint's operator expects the shape "
                + $"{port.SampleShape}.");
        return asked ?? [.. port.Axes.Select(axis => axis.Size ?? DefaultSize)];
    }

    private static void Store(ParameterValues values, FieldNormalizer normalizer, ChannelStatistics? statistics,
        string name, int channels)
    {
        if (statistics is null) return;
        if (statistics.Mean.Count != channels || statistics.StandardDeviation.Count != channels
            || statistics.StandardDeviation.Any(d => !(d > 0)))
            throw new ArgumentOutOfRangeException(name,
                $"{name} has {statistics.Mean.Count} means and {statistics.StandardDeviation.Count} deviations; "
                + $"expected {channels} of each, deviations above zero.");
        for (int i = 0; i < channels; i++)
            (values[normalizer.Mean][i], values[normalizer.StandardDeviation][i]) =
                (statistics.Mean[i], statistics.StandardDeviation[i]);
    }
}
