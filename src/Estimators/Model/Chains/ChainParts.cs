using Microsoft.ML.Transforms;

namespace Microsoft.ML.NeuralOperators.Model.Chains;

using Source = KeyValuePair<DataViewSchema.Column, ChainColumn>;


/// <summary>What every kind of transformer makes of the columns before it.</summary>
internal static class ChainParts
{
    /// <summary>The columns after a transformer.</summary>
    /// <exception cref="NotSupportedException">It is of a kind that is not converted.</exception>
    public static Dictionary<string, ChainColumn> Apply(ITransformer part, DataViewSchema schema, DataViewSchema next,
        Dictionary<string, ChainColumn> columns)
    {
        DataViewSchema.Column[] added =
            [.. next.Where(c => !c.IsHidden && Count(next, c.Name) > Count(schema, c.Name))];
        Func<DataViewSchema.Column, ChainColumn>? make = part switch
        {
            NeuralOperatorTransformer scored => _ => Score(scored, schema, columns),
            ColumnSelectingTransformer => c => columns[c.Name],
            ColumnCopyingTransformer => Mapped((_, sources, _) => sources[0].Value),
            NormalizingTransformer normalizer
                => Mapped((mapper, sources, c)
                    => ChainNormalizer.Convert(normalizer, added.Length, mapper, sources[0], c)),
            ColumnConcatenatingTransformer => Mapped(ChainConcatenation.Convert),
            _ => null,
        };
        if (make is null)
            throw new NotSupportedException($"The model cannot be exported to ONNX: {part.GetType().Name}"
                + (added.Length == 0 ? ""
                    : $", which makes column {string.Join(" and ", added.Select(c => $"'{c.Name}'"))},")
                + " is not converted. "
                + "Neural operators, normalisers, CopyColumns, Concatenate, SelectColumns and DropColumns are.");
        Dictionary<string, ChainColumn> result = next.Where(c => !c.IsHidden && columns.ContainsKey(c.Name))
            .ToDictionary(c => c.Name, c => columns[c.Name]);
        foreach (DataViewSchema.Column column in added) result[column.Name] = make(column);
        return result;

        Func<DataViewSchema.Column,
            ChainColumn> Mapped(Func<IRowToRowMapper, Source[], DataViewSchema.Column, ChainColumn> convert)
        {
            IRowToRowMapper mapper = part.GetRowToRowMapper(schema);
            return column =>
            {
                DataViewSchema.Column own = mapper.OutputSchema[column.Index];
                return convert(mapper,
                    [.. mapper.GetDependencies([own]).Select(c => KeyValuePair.Create(c, columns[c.Name]))], own);
            };
        }
    }

    private static int Count(DataViewSchema schema, string name) => schema.Count(c => c.Name == name);

    private static ChainColumn Score(NeuralOperatorTransformer scored, DataViewSchema schema,
        Dictionary<string, ChainColumn> columns)
    {
        (FieldColumn[] inputs, FieldColumn score) = scored.Fields(schema);
        if (inputs.FirstOrDefault(i => i is { IsVarying: true, IsMask: false }) is { } open)
            return ChainColumn.Refused($"column '{open.Name}' has no known size", isPredicted: true);
        return new ChainColumn([score.Channels, .. score.Grid], isPredicted: true, graph =>
        {
            // Columns of known size have all their points, and so do their masks.
            FieldColumn[] fields = [.. inputs.Where(i => !i.IsMask)];
            var given = fields.ToDictionary(i => i.Name, i => columns[i.Name].In(graph, [i.Channels, .. i.Grid]));
            return graph.Splice(scored.Model, [.. inputs.Select(i => i.IsMask
                ? graph.Ones(given[fields[0].Name], [1, .. fields.First(f => f.Points?.Name == i.Points!.Name).Grid])
                : given[i.Name])]);
        })
        { Points = score.Points };
    }
}
