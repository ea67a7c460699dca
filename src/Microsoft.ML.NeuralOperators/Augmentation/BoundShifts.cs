namespace Microsoft.ML.NeuralOperators.Augmentation;

/// <summary>Random shifts of periodic fields.</summary>
internal sealed class BoundShifts(ShiftAugmentation options, IReadOnlyList<AugmentedField> fields, int[] axes)
    : BoundAugmentation(fields)
{
    public override int Copies => options.Copies;

    public override IEnumerable<FieldChange> Draw(Random random)
    {
        int[] grid = Fields[0].Grid;
        for (int copy = 0; copy < Copies; copy++)
        {
            var distances = new double[grid.Length];
            do
                foreach (int axis in axes)
                    distances[axis] = options.IsSubGrid ? grid[axis] * random.NextDouble() : random.Next(grid[axis]);
            // A copy that equals its row would count the row twice.
            while (options.KeepsOriginal && distances.All(d => d == 0) && axes.Any(axis => grid[axis] > 1));
            yield return new PeriodicShift(Fields, distances);
        }
    }
}
