namespace Microsoft.ML.NeuralOperators.Model.Chains;

/// <summary>Concatenate in a graph.</summary>
internal static class ChainConcatenation
{
    // Every whole number up to here is a Single.
    private const int Distinct = 1 << 24;

    public static ChainColumn Convert(IRowToRowMapper mapper, KeyValuePair<DataViewSchema.Column,
        ChainColumn>[] sources, DataViewSchema.Column column)
    {
        bool isPredicted = sources.Any(s => s.Value.IsPredicted);
        if (sources.FirstOrDefault(s => ChainColumn.SizesOf(s.Key.Type) is null) is { Value: not null } odd)
            return ChainColumn.Refused(
                $"ColumnConcatenatingTransformer reads column '{odd.Key.Name}' of the type {odd.Key.Type}",
                isPredicted);

        // Numbered elements show the order of the columns; only their set is public.
        var first = new Dictionary<int, (ChainColumn Column, int Length)>();
        var numbers = new Dictionary<int, float[]>();
        int count = 0;
        foreach (var (source, value) in sources)
        {
            int length = ChainColumn.SizesOf(source.Type)!.Aggregate(1, (product, size) => product * size);
            first.Add(count, (value, length));
            numbers.Add(source.Index, [.. Enumerable.Range(count, length).Select(i => (float)i)]);
            count += length;
        }
        if (count > Distinct)
            return ChainColumn.Refused($"column '{column.Name}' is made of {count} numbers, more than {Distinct}",
                isPredicted);
        float[] order = Probe.Run(mapper, column, source => numbers[source.Index]);
        var parts = new List<(ChainColumn Column, int Length)>();
        for (int at = 0; at < order.Length; at += parts[^1].Length) parts.Add(first[(int)order[at]]);
        return new ChainColumn([order.Length], isPredicted,
            graph => graph.Concatenate([.. parts.Select(p => p.Column.In(graph, [p.Length]))]));
    }
}
