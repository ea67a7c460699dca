using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>What estimators know of columns before there is data: kinds and item types, no dimensions.</summary>
public sealed class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private readonly Column[] _columns;

    /// <summary>A shape of columns.</summary>
    public SchemaShape(IEnumerable<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [.. columns];
        if (_columns.Any(c => !c.IsValid)) throw new ArgumentException("Some items are not initialized properly", nameof(columns));
    }

    /// <inheritdoc/>
    public int Count => _columns.Length;

    /// <summary>A column by position.</summary>
    public Column this[int index] => _columns[index];

    /// <inheritdoc/>
    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _columns.GetEnumerator();

    internal static SchemaShape Create(DataViewSchema schema) => new(schema.Where(c => !c.IsHidden).Select(c => Column.Of(c.Name, c.Type, c.Annotations)));

    internal bool TryFindColumn(string name, out Column column)
    {
        column = Array.Find(_columns, c => c.Name == name);
        return column.IsValid;
    }

    /// <summary>The columns with some added, each in place of one with its name.</summary>
    internal SchemaShape With(params IEnumerable<Column> added)
    {
        var columns = new List<Column>(_columns);
        foreach (Column column in added)
        {
            int index = columns.FindIndex(c => c.Name == column.Name);
            if (index >= 0) columns[index] = column;
            else columns.Add(column);
        }
        return new SchemaShape(columns);
    }

    /// <summary>A column before there is data.</summary>
    public readonly struct Column
    {
        /// <summary>The name.</summary>
        public readonly string Name;

        /// <summary>Single value or vector.</summary>
        public readonly VectorKind Kind;

        /// <summary>The type of the value or of the items.</summary>
        public readonly DataViewType ItemType;

        /// <summary>Whether it is a key.</summary>
        public readonly bool IsKey;

        /// <summary>What will be known of the column.</summary>
        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind kind, DataViewType itemType, bool isKey, SchemaShape? annotations = null)
            => (Name, Kind, ItemType, IsKey, Annotations) = (name, kind, itemType, isKey, annotations ?? new SchemaShape([]));

        /// <summary>Single value or vector.</summary>
        public enum VectorKind
        {
            /// <summary>A single value.</summary>
            Scalar,
            /// <summary>A vector of one size.</summary>
            Vector,
            /// <summary>A vector whose size varies.</summary>
            VariableVector,
        }

        internal bool IsValid => Name is not null;

        internal static Column Of(string name, DataViewType type, DataViewSchema.Annotations? annotations)
        {
            var vector = type as VectorDataViewType;
            VectorKind kind = vector is null ? VectorKind.Scalar : vector.IsKnownSize ? VectorKind.Vector : VectorKind.VariableVector;
            DataViewType item = vector?.ItemType ?? type;
            bool isKey = item is KeyDataViewType;
            if (isKey) item = ColumnTypes.Find(item.RawType)!;
            return new Column(name, kind, item, isKey, annotations is null ? null : Create(annotations.Schema));
        }

        internal string GetTypeString() => Kind == VectorKind.Scalar ? $"{ItemType}" : $"{Kind}<{ItemType}>";
    }
}
