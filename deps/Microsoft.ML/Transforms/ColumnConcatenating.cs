using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms
{
    /// <summary>Joins numbers and vectors of one item type into a vector.</summary>
    public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
    {
        private readonly string _name;
        private readonly string[] _sources;

        internal ColumnConcatenatingEstimator(string outputColumnName, string[] inputColumnNames)
        {
            Contracts.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
            ArgumentNullException.ThrowIfNull(inputColumnNames);
            Contracts.CheckParam(inputColumnNames.Length > 0, nameof(inputColumnNames), "Input columns not specified");
            Contracts.CheckParam(!inputColumnNames.Any(string.IsNullOrEmpty), nameof(inputColumnNames), "Contained some null or empty items");
            (_name, _sources) = (outputColumnName, inputColumnNames);
        }

        /// <summary>Gives the transformer; the columns are checked when it is used.</summary>
        public ColumnConcatenatingTransformer Fit(IDataView input)
        {
            ArgumentNullException.ThrowIfNull(input);
            return new ColumnConcatenatingTransformer(_name, _sources);
        }

        /// <summary>The columns that come out, before there is data.</summary>
        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            ArgumentNullException.ThrowIfNull(inputSchema);
            SchemaShape.Column[] sources = [.. _sources.Select(s => inputSchema.TryFindColumn(s, out SchemaShape.Column c) ? c
                : throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", s))];
            foreach (SchemaShape.Column column in sources)
            {
                Contracts.Check(!column.IsKey, $"Column '{column.Name}' is key. Concatenation of keys is unsupported.");
                Contracts.Check(column.ItemType == sources[0].ItemType,
                    $"Concatenated columns should have the same type. Column '{column.Name}' has type of {column.ItemType}, but expected column type is {sources[0].ItemType}.");
            }
            bool varies = sources.Any(c => c.Kind == SchemaShape.Column.VectorKind.VariableVector);
            return inputSchema.With(new SchemaShape.Column(_name, varies ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector,
                sources[0].ItemType, false, new SchemaShape(Annotations(sources))));
        }

        private static IEnumerable<SchemaShape.Column> Annotations(SchemaShape.Column[] sources)
        {
            if (sources.All(c => c.Annotations.TryFindColumn("IsNormalized", out _)))
                yield return new("IsNormalized", SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false);
            if (sources.Any(c => c.Kind == SchemaShape.Column.VectorKind.Scalar || c.Annotations.TryFindColumn("SlotNames", out _)))
                yield return new("SlotNames", SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false);
        }
    }
}

namespace Microsoft.ML.Data
{
    /// <summary>Joins numbers and vectors of one item type into a vector.</summary>
    public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
    {
        private readonly string _name;
        private readonly string[] _sources;

        internal ColumnConcatenatingTransformer(string name, string[] sources) => (_name, _sources) = (name, sources);

        private protected override RowMapping Map(DataViewSchema inputSchema) => new Mapping(inputSchema, _name, _sources);

        private protected override void SaveModel(ModelSaveContext ctx)
        {
            ctx.SetSignature(typeof(ColumnConcatenatingTransformer));
            Transforms.ColumnPairs.Write(ctx.Writer, [.. _sources.Select(s => new InputOutputColumnPair(_name, s))]);
        }

        internal static ITransformer Load(IHostEnvironment env, ModelLoadContext ctx)
        {
            InputOutputColumnPair[] pairs = Transforms.ColumnPairs.Read(ctx.Reader);
            return new ColumnConcatenatingTransformer(pairs[0].OutputColumnName, [.. pairs.Select(p => p.InputColumnName)]);
        }

        private sealed class Mapping : RowMapping
        {
            private readonly DataViewSchema.Column[] _columns;

            public Mapping(DataViewSchema inputSchema, string name, string[] sources)
                : base(inputSchema)
            {
                _columns = [.. sources.Select(s => Transforms.ColumnPairs.Find(inputSchema, s))];
                DataViewType item = Item(_columns[0]);
                foreach (DataViewSchema.Column column in _columns)
                    if (!Item(column).Equals(item)) throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name, item.ToString()!, column.Type.ToString()!);
                bool isKnown = _columns.All(c => c.Type is not VectorDataViewType { IsKnownSize: false });
                int size = isKnown ? _columns.Sum(c => c.Type is VectorDataViewType vector ? vector.Size : 1) : 0;
                // A single vector stays what it is.
                Added = [_columns is [{ Type: VectorDataViewType only }] ? new(name, only, _columns[0].Annotations)
                    : new(name, new VectorDataViewType((PrimitiveDataViewType)item, size), Annotations(item, size))];
            }

            // Normalised if all parts are; slots have names if some part has any: a number's name is its column's.
            private DataViewSchema.Annotations Annotations(DataViewType item, int size)
            {
                var annotations = new DataViewSchema.Annotations.Builder();
                if (item is NumberDataViewType && _columns.All(c => c.IsNormalized())) annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
                if (size > 0 && _columns.Any(c => c.Type is not VectorDataViewType || c.HasSlotNames()))
                    annotations.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, size), (ref VBuffer<ReadOnlyMemory<char>> value) =>
                    {
                        ReadOnlyMemory<char>[] names = [.. _columns.SelectMany(SlotNames)];
                        value = new VBuffer<ReadOnlyMemory<char>>(names.Length, names);
                    });
                return annotations.ToAnnotations();
            }

            private static IEnumerable<ReadOnlyMemory<char>> SlotNames(DataViewSchema.Column column)
            {
                if (column.Type is not VectorDataViewType vector) return [column.Name.AsMemory()];
                if (!column.HasSlotNames()) return new ReadOnlyMemory<char>[vector.Size];
                VBuffer<ReadOnlyMemory<char>> names = default;
                column.GetSlotNames(ref names);
                return names.DenseValues().Select(n => n.IsEmpty ? n : $"{column.Name}.{n}".AsMemory());
            }

            public override DataViewSchema.DetachedColumn[] Added { get; }

            public override IEnumerable<int> Needs(int added) => _columns.Select(c => c.Index);

            public override Delegate?[] Getters(DataViewRow input, Func<int, bool> isActive, out IDisposable? dispose)
            {
                dispose = null;
                if (!isActive(0)) return [null];
                MethodInfo method = typeof(Mapping).GetMethod(nameof(Joined), BindingFlags.Static | BindingFlags.NonPublic)!;
                return [(Delegate)ColumnDispatch.Invoke(method.MakeGenericMethod(Item(_columns[0]).RawType), input, _columns)!];
            }

            private static DataViewType Item(DataViewSchema.Column column) => column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;

            private static ValueGetter<VBuffer<T>> Joined<T>(DataViewRow input, DataViewSchema.Column[] columns)
            {
                ValueGetter<VBuffer<T>>[] parts = [.. columns.Select(c => c.Type is VectorDataViewType ? input.GetGetter<VBuffer<T>>(c) : Single(input.GetGetter<T>(c)))];
                var buffers = new VBuffer<T>[parts.Length];
                return (ref VBuffer<T> value) =>
                {
                    int length = 0;
                    for (int i = 0; i < parts.Length; i++)
                    {
                        parts[i](ref buffers[i]);
                        length += buffers[i].Length;
                    }
                    VBufferEditor<T> editor = VBufferEditor.Create(ref value, length);
                    int at = 0;
                    foreach (VBuffer<T> buffer in buffers)
                    {
                        buffer.CopyTo(editor.Values, at);
                        at += buffer.Length;
                    }
                    value = editor.Commit();
                };
            }

            private static ValueGetter<VBuffer<T>> Single<T>(ValueGetter<T> getter)
            {
                var item = new T[1];
                return (ref VBuffer<T> value) =>
                {
                    getter(ref item[0]);
                    VBuffer<T>.Copy(item, 0, ref value, 1);
                };
            }
        }
    }
}
