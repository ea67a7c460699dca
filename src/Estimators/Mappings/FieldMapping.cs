namespace Microsoft.ML.NeuralOperators.Mappings;

/// <summary>A map from some columns of a row to a new one.</summary>
internal abstract class FieldMapping
{
    /// <summary>The new column.</summary>
    public abstract string Output { get; }

    /// <summary>Roles and names of the columns that are read.</summary>
    public abstract IReadOnlyList<(string Role, string Name)> Inputs { get; }

    /// <summary>A further column with the cells of a mesh; empty for none.</summary>
    public virtual string CellColumn => "";

    /// <summary>The map for columns of known types.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or does not fit.</exception>
    public abstract BoundMapping Bind(DataViewSchema schema);
}

/// <summary>A map for columns of known types.</summary>
/// <param name="inputs">The columns that are read.</param>
/// <param name="output">The new column.</param>
internal abstract class BoundMapping(IReadOnlyList<FieldColumn> inputs, FieldColumn output)
{
    public IReadOnlyList<FieldColumn> Inputs => inputs;

    public FieldColumn Output => output;

    /// <summary>A further column with the cells of a mesh; empty for none.</summary>
    public virtual string CellColumn => "";

    /// <summary>Computes a row's new field.</summary>
    /// <param name="values">The input fields, [channels, points] each.</param>
    /// <param name="cells">The corners of cells, where there is a column of them.</param>
    /// <returns>The numbers of the new column.</returns>
    /// <exception cref="ArgumentException">The row makes no sense.</exception>
    public abstract float[] Run(IReadOnlyList<float[]> values, int[] cells);
}
