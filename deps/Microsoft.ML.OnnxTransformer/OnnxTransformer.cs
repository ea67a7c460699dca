using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Runs an ONNX model, one row at a time.</summary>
public sealed class OnnxTransformer : RowToRowTransformerBase, IDisposable
{
    private readonly OnnxModel _model;
    private readonly IDictionary<string, int[]>? _shapes;
    private readonly int _recursionLimit;
    private bool _isDisposed;

    internal OnnxTransformer(IHostEnvironment env, OnnxOptions options, bool ownsFile)
    {
        _model = new OnnxModel(env, options, ownsFile);
        (_shapes, _recursionLimit) = (options.ShapeDictionary, options.RecursionLimit);
    }

    internal string[] Inputs => _model.Inputs;

    internal OnnxNode[] Outputs => _model.Outputs;

    /// <summary>An input of the model; only one of its sizes may be open.</summary>
    internal OnnxNode Input(string name)
    {
        OnnxNode node = _model.Input(name);
        return node.Shape.Count(d => d == 0) <= 1 ? node : throw new ArgumentOutOfRangeException(name, "Only 1 unknown dimension is allowed");
    }

    /// <summary>Frees the session.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _model.Dispose();
    }

    // ML.NET drops this suffix, which models converted by it carry.
    internal static string ColumnName(string node) => node.EndsWith(".output", StringComparison.Ordinal) ? node[..^7] : node;

    private protected override RowMapping Map(DataViewSchema inputSchema) => new Mapping(inputSchema, this);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetSignature(typeof(OnnxTransformer));
        byte[] bytes = File.ReadAllBytes(_model.ModelFile);
        ctx.SaveBinaryStream("OnnxModel", writer =>
        {
            writer.Write(bytes.Length);
            writer.Write(bytes);
        });
        WriteNames(_model.Inputs);
        WriteNames([.. _model.Outputs.Select(node => node.Name)]);
        ctx.Writer.Write(_shapes?.Count ?? 0);
        foreach (var (name, shape) in _shapes ?? new Dictionary<string, int[]>())
        {
            ctx.Writer.Write(name);
            ctx.Writer.Write(shape.Length);
            foreach (int d in shape) ctx.Writer.Write(d);
        }
        ctx.Writer.Write(_recursionLimit);

        void WriteNames(string[] names)
        {
            ctx.Writer.Write(names.Length);
            foreach (string name in names) ctx.Writer.Write(name);
        }
    }

    internal static ITransformer Load(IHostEnvironment env, ModelLoadContext ctx)
    {
        using BinaryReader stream = ctx.OpenBinaryStream("OnnxModel");
        int length = stream.ReadInt32();
        byte[] bytes = stream.ReadBytes(length);
        if (bytes.Length != length) throw new FormatException("Corrupt model file");
        string[] inputs = ReadNames(), outputs = ReadNames();
        var shapes = new Dictionary<string, int[]>();
        for (int count = ctx.Reader.ReadInt32(); count > 0; count--)
        {
            string name = ctx.Reader.ReadString();
            var shape = new int[ctx.Reader.ReadInt32()];
            for (int i = 0; i < shape.Length; i++) shape[i] = ctx.Reader.ReadInt32();
            shapes.Add(name, shape);
        }
        var options = new OnnxOptions
        {
            ModelFile = OnnxCatalog.Temporary(env, path => File.WriteAllBytes(path, bytes)),
            InputColumns = inputs,
            OutputColumns = outputs,
            ShapeDictionary = shapes.Count == 0 ? null : shapes,
            RecursionLimit = ctx.Reader.ReadInt32(),
        };
        return new OnnxTransformer(env, options, ownsFile: true);

        string[] ReadNames()
        {
            var names = new string[ctx.Reader.ReadInt32()];
            for (int i = 0; i < names.Length; i++) names[i] = ctx.Reader.ReadString();
            return names;
        }
    }

    private sealed class Mapping : RowMapping
    {
        private readonly OnnxTransformer _parent;
        private readonly (OnnxNode Node, DataViewSchema.Column Column)[] _inputs;

        public Mapping(DataViewSchema inputSchema, OnnxTransformer parent)
            : base(inputSchema)
        {
            _parent = parent;
            _inputs = [.. parent.Inputs.Select(name =>
            {
                OnnxNode node = parent.Input(name);
                DataViewSchema.Column column = inputSchema.GetColumnOrNull(node.Name) ?? throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", node.Name);
                DataViewType item = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
                if (item.RawType != node.Item.RawType)
                    throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", node.Name, node.Item.ToString()!, column.Type.ToString()!);
                int length = column.Type is VectorDataViewType sized ? sized.Size : 1;
                Contracts.Check(node.Shape.Contains(0) || length % node.Known == 0,
                    $"Input shape mismatch: Input '{node.Name}' has shape {string.Join(",", node.Shape)}, but input data is of length {length}.");
                return (node, column);
            })];
        }

        public override DataViewSchema.DetachedColumn[] Added
            => [.. _parent.Outputs.Select(node => new DataViewSchema.DetachedColumn(ColumnName(node.Name), node.ColumnType))];

        public override IEnumerable<int> Needs(int added) => _inputs.Select(i => i.Column.Index);

        public override Delegate?[] Getters(DataViewRow input, Func<int, bool> isActive, out IDisposable? dispose)
        {
            dispose = null;
            OnnxNode[] outputs = _parent.Outputs;
            var getters = new Delegate?[outputs.Length];
            string[] wanted = [.. outputs.Where((_, i) => isActive(i)).Select(n => n.Name)];
            if (wanted.Length == 0) return getters;
            Func<NamedOnnxValue>[] read = [.. _inputs.Select(i => OnnxValues.Input(input, i.Column, i.Node))];
            var cache = new Cache();
            dispose = cache;
            for (int i = 0; i < outputs.Length; i++)
            {
                if (!isActive(i)) continue;
                string name = outputs[i].Name;
                getters[i] = OnnxValues.Output(outputs[i], () => Current().First(v => v.Name == name));
            }
            return getters;

            // All outputs of a row come from one run.
            IEnumerable<NamedOnnxValue> Current()
            {
                if (cache.Values is not null && cache.Position == input.Position && input.Position >= 0) return cache.Values;
                ObjectDisposedException.ThrowIf(_parent._isDisposed, _parent);
                cache.Dispose();
                cache.Values = _parent._model.Session.Run([.. read.Select(r => r())], wanted);
                cache.Position = input.Position;
                return cache.Values;
            }
        }

        private sealed class Cache : IDisposable
        {
            public IDisposableReadOnlyCollection<DisposableNamedOnnxValue>? Values { get; set; }

            public long Position { get; set; } = -1;

            public void Dispose()
            {
                Values?.Dispose();
                Values = null;
            }
        }
    }
}

/// <summary>Runs an ONNX model; there is nothing to learn.</summary>
public sealed class OnnxScoringEstimator : TrivialEstimator<OnnxTransformer>
{
    internal OnnxScoringEstimator(OnnxTransformer transformer)
        : base(transformer)
    {
    }

    /// <summary>The columns that come out, before there is data.</summary>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (string name in Transformer.Inputs)
        {
            if (!inputSchema.TryFindColumn(name, out SchemaShape.Column found)) throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", name);
            OnnxNode node = Transformer.Input(name);
            if (found.ItemType.RawType != node.Item.RawType)
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", node.Name, node.Item.ToString()!, found.ItemType.ToString()!);
        }
        // The names are the model's: ML.NET drops the suffix ".output" from real columns only.
        return inputSchema.With(Transformer.Outputs.Select(n => SchemaShape.Column.Of(n.Name, n.ColumnType, null)));
    }
}
