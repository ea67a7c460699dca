using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Augmentation;

/// <summary>Every row of a data view with its copies: streaming, the same rows at every pass.</summary>
internal sealed class AugmentedDataView : IDataView
{
    private readonly IDataView _input;
    private readonly FieldAugmentation _augmentation;
    private readonly BoundAugmentation _bound;
    private readonly int _level;
    private readonly int[] _fieldOfColumn;

    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or does not fit the augmentation.</exception>
    public AugmentedDataView(IDataView input, FieldAugmentation augmentation, int level)
    {
        (_input, _augmentation, _level) = (input, augmentation, level);
        string[] names = [.. augmentation.Rules().Select(r => r.Column)];
        FieldColumn[] columns = [.. names.Select(name
            => FieldColumn.Find(input.Schema, "augmented", name, augmentation.Dimensions))];
        // Signs and factors belong to the quantity, not to its distance from a mean.
        foreach (FieldRule rule in augmentation.Rules())
            if (Anomalies.MeanOf(input.Schema, rule.Column) is { } mean and not 0
                && rule.Quantities.FirstOrDefault(q => q.Word != "scalar") is { Word: var word })
                throw new ArgumentOutOfRangeException("augmentations",
                    $"Column '{rule.Column}' has anomalies from {Anomalies.Text(mean)}, which do not change as a "
                    + $"{word} does. "
                    + "Read the column without subtracting its mean, or leave the augmentation out.");
        try
        {
            _bound = augmentation.Bind([.. columns.Select(c => new AugmentedField(c.Name, c.Channels, c.Grid))]);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentOutOfRangeException($"{augmentation.GetType().Name}: {error.Message}", error);
        }
        _fieldOfColumn = [.. input.Schema.Select(c => c.IsHidden ? -1 : Array.IndexOf(names, c.Name))];
    }

    public DataViewSchema Schema => _input.Schema;

    // What a copy looks like depends on its row's position.
    public bool CanShuffle => false;

    /// <summary>Rows that come from each row of the input.</summary>
    public int RowsPerRow => _bound.Copies + (_augmentation.KeepsOriginal ? 1 : 0);

    public BoundAugmentation Bound => _bound;

    public long? GetRowCount() => _input.GetRowCount() * RowsPerRow;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = Schema.Active(columnsNeeded);
        return new AugmentedCursor(this, _input.GetRowCursor(Schema.Where(column => active[column.Index])), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n,
        Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    /// <summary>The field of a column, or -1 where the column stays as it is.</summary>
    public int FieldOf(DataViewSchema.Column column) => _fieldOfColumn[column.Index];

    /// <summary>A row and its copies, one change after the other; null is the row itself.</summary>
    public IEnumerable<FieldChange?> Changes(long row)
    {
        if (_augmentation.KeepsOriginal) yield return null;
        long mixed = SeededRandom.Mix(_augmentation.Seed, SeedUse.Augmentation, _level, (int)row, (int)(row >> 32));
        foreach (FieldChange change in _bound.Draw(new SeededRandom((int)mixed, SeedUse.Augmentation,
            (int)(mixed >> 32)))) yield return change;
    }
}
