using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

internal enum NormalizerKind
{
    MeanVariance,
    MinMax,
}

/// <summary>Learns an affine map for every number of a column.</summary>
public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    private readonly NormalizerKind _kind;
    private readonly long _maximum;
    private readonly bool _fixZero;
    private readonly InputOutputColumnPair[] _columns;

    internal NormalizingEstimator(NormalizerKind kind, long maximumExampleCount, bool fixZero, bool useCdf, InputOutputColumnPair[] columns)
    {
        if (useCdf) throw new NotSupportedException("Normalization by the cumulative distribution function is not part of this dependency set.");
        (_kind, _maximum, _fixZero, _columns) = (kind, maximumExampleCount, fixZero, columns);
    }

    /// <summary>Reads the data once.</summary>
    public NormalizingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Contracts.CheckParam(_maximum > 1, "MaximumExampleCount", "Must be greater than 1");
        DataViewSchema.Column[] sources = [.. _columns.Select(c => NormalizingTransformer.Find(input.Schema, c.InputColumnName))];
        Moments[] moments = [.. sources.Select(c => new Moments(c.Type is VectorDataViewType vector ? vector.Size : 1))];
        using (DataViewRowCursor cursor = input.GetRowCursor(sources))
        {
            Func<double[]>[] read = [.. sources.Select(c => NormalizingTransformer.Reader(cursor, c))];
            for (long row = 0; row < _maximum && cursor.MoveNext(); row++)
                for (int i = 0; i < read.Length; i++) moments[i].Add(read[i]());
        }
        return new NormalizingTransformer(_columns, [.. moments.Select((m, i) => m.Affine(sources[i].Type, _kind, _fixZero))]);
    }

    /// <summary>The columns that come out, before there is data.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(_columns.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.InputColumnName, out SchemaShape.Column c)) throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", pair.InputColumnName);
            if (c.Kind == SchemaShape.Column.VectorKind.VariableVector)
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", pair.InputColumnName, "known-size vector or scalar", c.GetTypeString());
            if (c.ItemType != NumberDataViewType.Single && c.ItemType != NumberDataViewType.Double)
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", pair.InputColumnName, "vector or scalar of Single or Double", c.GetTypeString());
            var normalized = new SchemaShape.Column("IsNormalized", SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false);
            return new SchemaShape.Column(pair.OutputColumnName, c.Kind, c.ItemType, c.IsKey,
                new SchemaShape(c.Annotations.Where(a => a.Name == "SlotNames").Prepend(normalized)));
        }));
    }

    private sealed class Moments(int size)
    {
        private readonly double[] _mean = new double[size], _squares = new double[size];
        private readonly double[] _minimum = [.. Enumerable.Repeat(double.PositiveInfinity, size)], _maximum = [.. Enumerable.Repeat(double.NegativeInfinity, size)];
        private readonly long[] _count = new long[size];

        public void Add(double[] values)
        {
            for (int i = 0; i < size; i++)
            {
                double x = values[i];
                if (double.IsNaN(x)) continue;
                (_minimum[i], _maximum[i]) = (Math.Min(_minimum[i], x), Math.Max(_maximum[i], x));
                if (!double.IsFinite(x)) continue;
                double delta = x - _mean[i];
                _mean[i] += delta / ++_count[i];
                _squares[i] += delta * (x - _mean[i]);
            }
        }

        public AffineMap Affine(DataViewType type, NormalizerKind kind, bool fixZero)
        {
            double[] scale = new double[size], offset = new double[size];
            for (int i = 0; i < size; i++)
            {
                // What does not vary tells nothing and becomes zero.
                bool varies = kind == NormalizerKind.MinMax ? _maximum[i] > _minimum[i] : _squares[i] > 0;
                if (!varies) continue;
                double variance = _squares[i] / _count[i];
                double width = kind == NormalizerKind.MinMax
                    ? fixZero ? Math.Max(Math.Abs(_minimum[i]), Math.Abs(_maximum[i])) : _maximum[i] - _minimum[i]
                    : Math.Sqrt(fixZero ? variance + _mean[i] * _mean[i] : variance);
                scale[i] = 1 / width;
                offset[i] = fixZero || scale[i] == 0 ? 0 : kind == NormalizerKind.MinMax ? _minimum[i] : _mean[i];
            }
            return new AffineMap(type, scale, offset);
        }
    }
}

/// <summary>What was learned for a column of a type.</summary>
internal sealed record AffineMap(DataViewType Type, double[] Scale, double[] Offset);

/// <summary>(x - offset)·scale for every number of a column.</summary>
public sealed class NormalizingTransformer : RowToRowTransformerBase
{
    private readonly InputOutputColumnPair[] _columns;
    private readonly AffineMap[] _maps;

    internal NormalizingTransformer(InputOutputColumnPair[] columns, AffineMap[] maps) => (_columns, _maps) = (columns, maps);

    internal static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = ColumnPairs.Find(schema, name);
        DataViewType item = column.Type is VectorDataViewType { IsKnownSize: true } vector ? vector.ItemType : column.Type;
        return item == NumberDataViewType.Single || item == NumberDataViewType.Double ? column
            : throw Contracts.ExceptSchemaMismatch(nameof(schema), "input", name, "scalar or known-size vector of Single", column.Type.ToString()!);
    }

    internal static Func<double[]> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        Func<object> boxed = NumberReader.Boxed(row, column);
        return () => boxed() switch
        {
            float x => [x],
            double x => [x],
            VBuffer<float> x => [.. x.DenseValues().Select(v => (double)v)],
            VBuffer<double> x => [.. x.DenseValues()],
            _ => throw new InvalidOperationException($"Column '{column.Name}' has no numbers."),
        };
    }

    private protected override RowMapping Map(DataViewSchema inputSchema) => new Mapping(inputSchema, this);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetSignature(typeof(NormalizingTransformer));
        ColumnPairs.Write(ctx.Writer, _columns);
        foreach (AffineMap map in _maps)
        {
            SchemaFormat.WriteType(ctx.Writer, map.Type);
            ctx.Writer.Write(map.Scale.Length);
            foreach (double value in map.Scale.Concat(map.Offset)) ctx.Writer.Write(value);
        }
    }

    internal static ITransformer Load(IHostEnvironment env, ModelLoadContext ctx)
    {
        InputOutputColumnPair[] columns = ColumnPairs.Read(ctx.Reader);
        var maps = new AffineMap[columns.Length];
        for (int i = 0; i < maps.Length; i++)
        {
            DataViewType type = SchemaFormat.ReadType(ctx.Reader);
            int size = ctx.Reader.ReadInt32();
            maps[i] = new AffineMap(type, Numbers(size), Numbers(size));
        }
        return new NormalizingTransformer(columns, maps);

        double[] Numbers(int size)
        {
            var numbers = new double[size];
            for (int i = 0; i < size; i++) numbers[i] = ctx.Reader.ReadDouble();
            return numbers;
        }
    }

    private sealed class Mapping : RowMapping
    {
        private readonly NormalizingTransformer _parent;
        private readonly DataViewSchema.Column[] _sources;

        public Mapping(DataViewSchema inputSchema, NormalizingTransformer parent)
            : base(inputSchema)
        {
            _parent = parent;
            _sources = [.. parent._columns.Select(c => Find(inputSchema, c.InputColumnName))];
            Added = [.. parent._columns.Select((pair, i) =>
            {
                var annotations = new DataViewSchema.Annotations.Builder();
                annotations.Add(_sources[i].Annotations, name => name == "SlotNames");
                annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
                return new DataViewSchema.DetachedColumn(pair.OutputColumnName, parent._maps[i].Type, annotations.ToAnnotations());
            })];
        }

        public override DataViewSchema.DetachedColumn[] Added { get; }

        public override IEnumerable<int> Needs(int added) => [_sources[added].Index];

        public override Delegate?[] Getters(DataViewRow input, Func<int, bool> isActive, out IDisposable? dispose)
        {
            dispose = null;
            return [.. _sources.Select((source, i) => isActive(i) ? Getter(input, source, _parent._maps[i]) : null)];
        }

        private static Delegate Getter(DataViewRow input, DataViewSchema.Column source, AffineMap map)
        {
            DataViewType type = map.Type;
            Contracts.Check(source.Type.RawType == type.RawType, $"Column '{source.Name}' has values of {source.Type}, but the normalizer was fitted on {type}.");
            Func<double[]> read = Reader(input, source);
            if (type == NumberDataViewType.Single) return (ValueGetter<float>)((ref float value) => value = (float)Apply()[0]);
            if (type == NumberDataViewType.Double) return (ValueGetter<double>)((ref double value) => value = Apply()[0]);
            if (((VectorDataViewType)type).ItemType == NumberDataViewType.Double)
                return (ValueGetter<VBuffer<double>>)((ref VBuffer<double> value) => value = new VBuffer<double>(map.Scale.Length, Apply()));
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                double[] numbers = Apply();
                VBufferEditor<float> editor = VBufferEditor.Create(ref value, numbers.Length);
                for (int i = 0; i < numbers.Length; i++) editor.Values[i] = (float)numbers[i];
                value = editor.Commit();
            });

            double[] Apply()
            {
                double[] numbers = read();
                Contracts.Check(numbers.Length == map.Scale.Length, $"Column '{source.Name}' has {numbers.Length} values, but the normalizer was fitted on {map.Scale.Length}.");
                for (int i = 0; i < numbers.Length; i++) numbers[i] = (numbers[i] - map.Offset[i]) * map.Scale[i];
                return numbers;
            }
        }
    }
}
