using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// What a model file says of itself, kept in the ONNX metadata: the model is one file and needs no other.
/// </summary>
/// <param name="Inputs">The inputs in the graph's order, masks included.</param>
/// <param name="Score">The predicted field.</param>
/// <param name="Report">How the model was trained.</param>
internal sealed record ModelMetadata(IReadOnlyList<FieldColumn> Inputs, FieldColumn Score, TrainingReport? Report)
{
    private const string Key = "neural_operator";

    // Files of the first format say nothing of point sets and further inputs; those without either are written as such
    // still.
    private const int SingleGrid = 1, Version = 2;

    // A validation error may be infinite.
    private static readonly JsonSerializerOptions Json =
        new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The architecture, or null when the file does not say.</summary>
    public OperatorOptions? Options { get; init; }

    /// <summary>How it was trained, or null when the file does not say.</summary>
    public TrainingOptions? Training { get; init; }

    public Dictionary<string, string> ToEntries()
    {
        FieldColumn first = Inputs[0];
        bool isSingle = Inputs.Count == 1 && first is { Points: null, Mean: null }
            && Score is { Points: null, Mean: null };
        return new()
        {
            [Key] = JsonSerializer.Serialize(new Content(isSingle ? SingleGrid : Version, first.Name, first.Channels,
                first.Grid, Score.Name, Score.Channels, Score.Grid, Report)
            {
                Inputs = isSingle ? null : [.. Inputs],
                FeatureMultiples = isSingle ? first.Multiples : null,
                Score = isSingle ? null : Score,
                Architecture = OptionsFormat.Write(Options),
                Training = OptionsFormat.Write(Training),
            }, Json),
        };
    }

    /// <summary>The ONNX model of an operator, with its columns' names and these entries.</summary>
    public OnnxModel Export(NeuralOperator definition, ParameterValues values)
        => OnnxExporter.Build(definition, values, new OnnxExportOptions
        {
            InputNames = [.. Inputs.Select(i => i.Name)],
            OutputName = Score.Name,
            Metadata = ToEntries(),
        });

    /// <summary>Reads the entries of a model, or null when it is not one of this library.</summary>
    public static ModelMetadata? From(IReadOnlyDictionary<string, string> entries)
    {
        if (!entries.TryGetValue(Key, out string? json)) return null;
        Content content;
        try
        {
            content = JsonSerializer.Deserialize<Content>(json, Json) ?? throw new JsonException("empty");
        }
        catch (JsonException error)
        {
            throw new FormatException($"The model's metadata '{Key}' cannot be read: {error.Message}", error);
        }
        if (content.Version > Version)
            throw new FormatException($"The model was written by a newer version of this library (format "
                + $"{content.Version}, this one reads {Version}).");
        var metadata = new ModelMetadata(content.Inputs ?? [
                new FieldColumn(content.FeatureColumn, content.FeatureChannels,
                    content.FeatureGrid) { Multiples = content.FeatureMultiples }],
            content.Score ?? new FieldColumn(content.ScoreColumn, content.ScoreChannels, content.ScoreGrid),
            content.Report)
        {
            Options = OptionsFormat.ReadArchitecture(content.Architecture),
            Training = OptionsFormat.ReadTraining(content.Training),
        };
        return metadata.Fault() is { } fault
            ? throw new FormatException($"The model's metadata '{Key}' cannot be used: {fault}.") : metadata;
    }

    /// <summary>
    /// Inputs and output of the graph are bound by position, so they must be those that are listed here.
    /// </summary>
    /// <exception cref="FormatException">They differ in name, order or size.</exception>
    public void RequireMatch(OnnxModelInfo graph)
    {
        Require([.. graph.Inputs], Inputs, "inputs");
        Require([.. graph.Outputs], [Score], "outputs");
    }

    private static void Require(KeyValuePair<string, IReadOnlyList<string>>[] graph, IReadOnlyList<FieldColumn> fields,
        string what)
    {
        if (graph.Length == fields.Count
            && graph.Zip(fields)
            .All(pair => pair.First.Key == pair.Second.Name && Fits(pair.First.Value, pair.Second))) return;
        string actual = string.Join(" and ", graph.Select(g => $"'{g.Key}' [{string.Join(", ", g.Value)}]"));
        string listed = string.Join(" and ", fields.Select(f => $"'{f.Name}' {f.Text}"));
        throw new FormatException($"The model's {what} are {actual}, but its metadata lists {listed}.");
    }

    private static bool Fits(IReadOnlyList<string> sizes, FieldColumn field)
        => sizes.Count == field.Grid.Length + 2 && !int.TryParse(sizes[0], out _) && sizes[1] == $"{field.Channels}"
            && (field.IsVarying || sizes.Skip(2).Zip(field.Grid)
                .All(pair => !int.TryParse(pair.First, out int size) || size == pair.Second));

    // Everything that is later taken for granted; JSON may leave out or null what it likes.
    private string? Fault()
    {
        if (Inputs.Count == 0 || Inputs.Append(Score)
            .Any(f => f is null || string.IsNullOrEmpty(f.Name) || f.Grid is null))
            return "a field, its name or its grid is missing";
        foreach (FieldColumn field in Inputs.Append(Score))
        {
            if (field.Multiples is { } multiples
                && (multiples.Length != field.Grid.Length || multiples.Any(m => m < 1)))
                return $"field '{field.Name}' has sizes of the multiples [{string.Join(", ", multiples)}]";
            bool hasPoints = field.Points is { Name.Length: > 0 } && field.Grid.Length == 1;
            if (!hasPoints && (field.Points is not null || field.IsVarying || field.IsMask))
                return $"the points of field '{field.Name}' are missing";
            long length = field.Channels;
            // Rows that differ may have had no points at all in training.
            bool fits = length > 0 && field.Grid.All(size
                => size >= (field.IsVarying ? 0 : 1) && (length *= Math.Max(size, 1)) <= int.MaxValue);
            if (!fits) return $"field '{field.Name}' has the sizes {field.Text}";
            if (field.Mean is { } mean && !double.IsFinite(mean)) return $"the mean of field '{field.Name}' is {mean}";
        }
        if (Inputs.Append(Score).GroupBy(f => f.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return $"field '{twice.Key}' is listed twice";
        FieldColumn[] given = [.. Inputs.Where(i => !i.IsMask)];
        if (given.Length == 0) return "it has masks only";
        return Inputs.Append(Score).Where(f => f.IsMask || f.IsVarying)
            .FirstOrDefault(f => !given.Any(g => g.Points?.Name == f.Points!.Name)) is { } alone
                ? $"no input has the points of field '{alone.Name}'" : null;
    }

    private sealed record Content(int Version, string FeatureColumn, int FeatureChannels, int[] FeatureGrid,
        string ScoreColumn, int ScoreChannels, int[] ScoreGrid, TrainingReport? Report)
    {
        public FieldColumn[]? Inputs { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public int[]? FeatureMultiples { get; init; }

        public FieldColumn? Score { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public NamedOptions? Architecture { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public JsonElement? Training { get; init; }
    }
}
