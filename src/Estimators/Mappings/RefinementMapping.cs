namespace Microsoft.ML.NeuralOperators.Mappings;

/// <summary>Predicted frames of a flow, brought closer to its equation.</summary>
internal sealed class RefinementMapping(string output, string score, string feature,
    VorticityRefinementOptions options) : FieldMapping
{
    public override string Output => output;

    public override IReadOnlyList<(string Role, string Name)> Inputs => [("feature", feature), ("score", score)];

    public override BoundMapping Bind(DataViewSchema schema)
    {
        FieldColumn given = FieldColumn.Find(schema, "feature", feature, 2),
            frames = FieldColumn.Find(schema, "score", score, 2);
        if (!given.Grid.SequenceEqual(frames.Grid))
            throw FieldColumn.Mismatch("score", score, $"frames on {string.Join("×", given.Grid)} points like column "
                + $"'{feature}'", schema[score].Type.ToString()!);
        return new Bound(new VorticityRefiner(frames.Grid[0], frames.Grid[1], options), given, frames,
            frames with { Name = output });
    }

    private sealed class Bound(VorticityRefiner refiner, FieldColumn given, FieldColumn frames, FieldColumn output)
        : BoundMapping([given, frames], output)
    {
        public override float[] Run(IReadOnlyList<float[]> values, int[] cells)
        {
            float[] refined = [.. values[1]];
            refiner.Refine(values[0], refined);
            return refined;
        }
    }
}
