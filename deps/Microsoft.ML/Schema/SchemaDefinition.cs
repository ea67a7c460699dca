using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>How the members of a class become columns.</summary>
public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    internal SchemaDefinition()
    {
    }

    /// <summary>Which way values go.</summary>
    [Flags]
    public enum Direction
    {
        /// <summary>From objects to columns.</summary>
        Read = 1,
        /// <summary>From columns to objects.</summary>
        Write = 2,
        /// <summary>Both ways.</summary>
        Both = Read | Write,
    }

    /// <summary>The column of a name, or null.</summary>
    public Column this[string columnName]
    {
        get => Find(c => c.ColumnName == columnName)!;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.ColumnName != columnName)
                throw new ArgumentOutOfRangeException(nameof(columnName), $"The column name is specified as '{value.ColumnName}' but must match the selector '{columnName}'.");
            int index = FindIndex(c => c.ColumnName == columnName);
            if (index >= 0) this[index] = value;
            else Add(value);
        }
    }

    /// <summary>The columns of a class's public fields and properties.</summary>
    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        ArgumentNullException.ThrowIfNull(userType);
        var definition = new SchemaDefinition();
        foreach (MemberInfo member in TypedMember.Of(userType, direction))
        {
            string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            if (definition.Exists(c => c.ColumnName == name))
                throw new ArgumentOutOfRangeException(nameof(userType), $"Duplicate column name '{name}' detected, this is disallowed");
            definition.Add(new Column(member.Name, name, ColumnTypes.Of(member)));
        }
        return definition;
    }

    /// <summary>A member as a column.</summary>
    public sealed class Column
    {
        private DataViewSchema.Annotations.Builder? _builder;

        internal Column(string memberName, string columnName, DataViewType columnType)
            => (MemberName, ColumnName, ColumnType) = (memberName, columnName, columnType);

        /// <summary>The member.</summary>
        public string MemberName { get; }

        /// <summary>The column's name.</summary>
        public string ColumnName { get; set; }

        /// <summary>The column's type.</summary>
        public DataViewType ColumnType { get; set; }

        /// <summary>What is known of the column.</summary>
        public DataViewSchema.Annotations Annotations => _builder?.ToAnnotations() ?? DataViewSchema.Annotations.Empty;

        /// <summary>Adds a value that belongs to the column.</summary>
        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            ArgumentNullException.ThrowIfNull(kind);
            ArgumentNullException.ThrowIfNull(annotationType);
            if (Annotations.Schema.GetColumnOrNull(kind) is not null) throw new InvalidOperationException("Column already contains an annotation of this kind.");
            _builder ??= new DataViewSchema.Annotations.Builder();
            if (value is string text)
                _builder.Add(kind, annotationType, (ref ReadOnlyMemory<char> target) => target = text.AsMemory());
            else if (value is string[] texts)
                _builder.Add(kind, annotationType, (ref VBuffer<ReadOnlyMemory<char>> target) => target = new(texts.Length, [.. texts.Select(t => t.AsMemory())]));
            else _builder.Add(kind, annotationType, (ref T target) => target = value);
        }

        internal void AddAnnotations(DataViewSchema.Annotations annotations)
        {
            _builder ??= new DataViewSchema.Annotations.Builder();
            _builder.Add(annotations, _ => true);
        }
    }
}
