using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Onnx;
using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators;

/// <summary>How an operator is exported.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>Names of the graph's inputs; the fields' own names when null.</summary>
    public IReadOnlyList<string>? InputNames { get; init; }

    /// <summary>Name of the graph's output; the field's own name when null.</summary>
    public string? OutputName { get; init; }

    /// <summary>
    /// The number format of the weights. <see cref="ExportPrecision.Int8Static"/> is not allowed, since it needs
    /// calibration rows: use a trained transformer's <c>ExportToOnnx</c>. Default single precision.
    /// </summary>
    [AllowedValues(ExportPrecision.Float32, ExportPrecision.Float16, ExportPrecision.Int8)]
    public ExportPrecision Precision { get; init; }

    /// <summary>Entries kept with the model.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}

/// <summary>
/// Writes an operator as one ONNX model: any batch, any grid its mathematics allows, weights and statistics inside.
/// </summary>
public static class OnnxExporter
{
    /// <summary>The bytes of the model.</summary>
    /// <param name="definition">The operator.</param>
    /// <param name="values">Its weights, trained or not.</param>
    /// <param name="options">Names, metadata and precision.</param>
    /// <exception cref="InvalidOperationException">
    /// The weights are larger than one file can be. An export to a path writes them to a second file.
    /// </exception>
    public static byte[] Export(NeuralOperator definition, ParameterValues values, OnnxExportOptions? options = null)
        => Build(definition, values, options).ToFile();

    /// <summary>
    /// Writes the model to a file, which appears whole or not at all. Weights above 2 GiB go to a second file beside
    /// it, <c>NAME.onnx.data</c>.
    /// </summary>
    /// <param name="definition">The operator.</param>
    /// <param name="values">Its weights, trained or not.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="options">Names, metadata and precision.</param>
    public static void Export(NeuralOperator definition, ParameterValues values, string path,
        OnnxExportOptions? options = null)
    {
        using OnnxModel model = Build(definition, values, options);
        model.Write(path);
    }

    /// <summary>The model, of any size.</summary>
    internal static OnnxModel Build(NeuralOperator definition, ParameterValues values,
        OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(values);
        options = Rules.Require(options ?? new OnnxExportOptions());
        var run = new OnnxInterpreter(values);
        GraphProto graph = run.Graph.Graph;
        var symbols = new Dictionary<string, Dim> { ["batch"] = Dim.Symbol("batch") };
        var inputs = new List<Value>();
        string outputName = options.OutputName ?? definition.Output.Name;
        run.Graph.Reserve(outputName);
        for (int i = 0; i < definition.Inputs.Count; i++)
        {
            FieldPort port = definition.Inputs[i];
            Shape shape = ShapeOf(port);
            Value input = run.Input(options.InputNames?[i] ?? port.Name, shape);
            graph.Input.Add(Info(OnnxInterpreter.NameOf(input), shape));
            inputs.Add(input);
        }
        Value output = definition.Run(inputs);
        graph.Node.Add(new NodeProto
        {
            OpType = "Identity",
            Name = "output",
            Input = { OnnxInterpreter.NameOf(output) },
            Output = { outputName },
        });
        graph.Output.Add(Info(outputName, ShapeOf(definition.Output)));
        run.Graph.Prune();
        return Build(graph, options.Metadata, options.Precision);

        Shape ShapeOf(FieldPort port) => new([symbols["batch"], port.Channels, .. port.Axes.Select(Size)]);

        Dim Size(GridAxis axis)
        {
            if (axis.Size is { } fixedSize) return fixedSize;
            if (!symbols.TryGetValue(axis.Name, out Dim? symbol))
                symbols.Add(axis.Name, symbol = Dim.Symbol(axis.Name));
            return symbol;
        }
    }

    /// <summary>A model around a finished graph, with its digest.</summary>
    internal static OnnxModel Build(GraphProto graph, IReadOnlyDictionary<string, string> metadata,
        ExportPrecision precision = ExportPrecision.Float32)
    {
        if (graph.Node.FirstOrDefault(n => !OnnxOperators.Allowed.Contains(n.OpType)) is { } odd)
            throw new InvalidOperationException($"The operator '{odd.OpType}' is not allowed in exported graphs.");
        var model = new ModelProto
        {
            IrVersion = OnnxOperators.IrVersion,
            ProducerName = "Microsoft.ML.NeuralOperators",
            ProducerVersion = typeof(OnnxExporter).Assembly.GetName().Version!.ToString(3),
            Graph = graph,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OnnxOperators.Opset } },
            MetadataProps = { metadata.Select(m => new StringStringEntryProto { Key = m.Key, Value = m.Value }) },
        };
        PrecisionPass.Apply(model, precision);
        return OnnxModel.Of(model);
    }

    internal static ValueInfoProto Info(string name, Shape shape)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = GraphBuilder.Float, Shape = new TensorShapeProto() };
        foreach (Dim dim in shape)
            tensor.Shape.Dim.Add(dim.Known is { } known ? new TensorShapeProto.Types.Dimension { DimValue = known }
                : new TensorShapeProto.Types.Dimension { DimParam = dim.ToString() });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
