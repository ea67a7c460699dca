using Microsoft.ML.OnnxRuntime;
using AttributeType = Microsoft.ML.NeuralOperators.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>Runs a model on rows and records the ranges of the values between its layers.</summary>
internal sealed class Calibrator : IDisposable
{
    private readonly Dictionary<string, ValueRange> _ranges = new(StringComparer.Ordinal);
    private readonly string[] _inputs, _values, _outputs;
    private readonly OnnxModel _model;
    private readonly OpenedSession _opened;

    /// <param name="model">A model in single precision; it is changed.</param>
    public Calibrator(ModelProto model)
    {
        GraphProto graph = model.Graph;
        _inputs = [.. graph.Input.Select(i => i.Name)];
        _values = [.. StaticPass.Values(graph)];
        // Two numbers each: the largest value, and the largest negated one.
        foreach (string value in _values)
        {
            string negated = value + ":negated";
            graph.Node.Add(new NodeProto { OpType = "Neg", Name = negated, Input = { value }, Output = { negated } });
            Largest(value, value + ":most");
            Largest(negated, value + ":least");
        }
        _outputs = [.. _values.SelectMany(v => (string[])[v + ":least", v + ":most"])];
        _model = OnnxModel.Of(model);
        try
        {
            _opened = SessionFactory.Open(_model, new ExecutionOptions());
        }
        catch
        {
            // A model above 2 GiB has a second, temporary file.
            _model.Dispose();
            throw;
        }

        void Largest(string value, string name)
        {
            graph.Node.Add(new NodeProto
            {
                OpType = "ReduceMax",
                Name = name,
                Input = { value },
                Output = { name },
                Attribute = { new AttributeProto { Name = "keepdims", I = 0, Type = AttributeType.Int } },
            });
            graph.Output.Add(new ValueInfoProto
            {
                Name = name,
                Type = new TypeProto
                {
                    TensorType = new TypeProto.Types.Tensor
                    {
                        ElemType = GraphBuilder.Float,
                        Shape = new TensorShapeProto(),
                    },
                },
            });
        }
    }

    /// <summary>The ranges seen so far.</summary>
    public IReadOnlyDictionary<string, ValueRange> Ranges => _ranges;

    /// <summary>Runs rows.</summary>
    /// <param name="inputs">Every input with its sizes.</param>
    public void Observe(IReadOnlyList<(Memory<float> Values, long[] Shape)> inputs)
    {
        OrtValue[] values = [.. inputs.Select(i
            => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, i.Values, i.Shape))];
        try
        {
            using RunOptions options = QuietRun.NewOptions();
            using IDisposableReadOnlyCollection<OrtValue> results = _opened.Session.Run(options, _inputs, values,
                _outputs);
            for (int i = 0; i < _values.Length; i++)
            {
                var range = new ValueRange(-Number(results[2 * i]), Number(results[2 * i + 1]));
                if (!float.IsFinite(range.Least) || !float.IsFinite(range.Most))
                    throw new InvalidOperationException("The model computes numbers that are not finite on a "
                        + "calibration row; leave such rows out.");
                _ranges[_values[i]] = _ranges.TryGetValue(_values[i], out ValueRange before) ? before.With(range)
                    : range;
            }
        }
        finally
        {
            foreach (OrtValue value in values) value.Dispose();
        }
    }

    public void Dispose()
    {
        _opened.Dispose();
        _model.Dispose();
    }

    private static float Number(OrtValue value) => value.GetTensorDataAsSpan<float>()[0];
}
