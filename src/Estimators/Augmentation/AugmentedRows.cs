namespace Microsoft.ML.NeuralOperators.Augmentation;

/// <summary>Rows with all their augmentations, one inside the other.</summary>
/// <param name="Data">The rows.</param>
/// <param name="RowsPerRow">How many of them come from each row that there was.</param>
internal sealed record AugmentedRows(IDataView Data, int RowsPerRow)
{
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or does not fit the augmentation.</exception>
    public static AugmentedRows Of(IDataView data, IReadOnlyList<FieldAugmentation> augmentations)
    {
        var rows = new AugmentedRows(data, 1);
        for (int i = 0; i < augmentations.Count; i++)
        {
            var view = new AugmentedDataView(rows.Data, augmentations[i], i);
            rows = new AugmentedRows(view, checked(rows.RowsPerRow * view.RowsPerRow));
        }
        return rows;
    }

    /// <summary>
    /// Holds back some rows for validation, as they were; none of their copies is left in the training.
    /// </summary>
    /// <param name="augmented">All rows of <see cref="Data"/>.</param>
    /// <param name="originals">The rows as they were.</param>
    /// <param name="fraction">The share to hold back.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    public (FieldDataset Training, FieldDataset Validation) Split(FieldDataset augmented, FieldDataset originals,
        double fraction, int seed)
    {
        var (training, validation) = originals.SplitSamples(fraction, seed);
        int[] copies = [.. training.SelectMany(row => Enumerable.Range(row * RowsPerRow, RowsPerRow))];
        return (augmented.Pick(copies), originals.Pick(validation));
    }
}
