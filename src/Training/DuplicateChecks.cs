using Microsoft.ML.NeuralOperators.Data;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Tells of validation rows that are also trained on, whose error says nothing of new data.</summary>
internal static class DuplicateChecks
{
    /// <summary>Warns where inputs of validation rows are bit for bit those of training rows.</summary>
    public static void Warn(FieldDataset data, FieldDataset validation, TrainingOptions options)
    {
        // Without anyone to tell, reading everything once more is not worth it.
        if (options.Warning is null) return;
        var digests = new RowDigests();
        using var digest = new RowDigest();
        ForEachRow(data, digests.Add);
        ForEachRow(validation, digests.Find);
        DuplicateRows found = digests.ToDuplicates();
        if (found.Count > 0)
            options.Warning($"By their inputs, {found.Count} of {found.Rows} validation rows are also trained on, and "
                + $"their error says nothing of new data: {found.Some} of the training data.");

        void ForEachRow(FieldDataset rows, Action<int, RowDigest> visit)
        {
            FieldSamples first = rows.Inputs[0];
            float[][] numbers = [.. rows.Inputs.Select(field => new float[field.SampleLength])];
            for (int i = 0; i < rows.Count; i++)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                for (int field = 0; field < numbers.Length; field++)
                {
                    FieldSamples samples = rows.Inputs[field];
                    samples.Read(i, numbers[field]);
                    if (samples.Points is null) digest.Append(numbers[field]);
                    else AppendPoints(samples, numbers[field], samples.PointsOf(i));
                }
                visit(first.Rows?[i] ?? i, digest);
            }
        }

        // Without the padding, as a row of another data set has it that needs none.
        void AppendPoints(FieldSamples samples, float[] numbers, int points)
        {
            var row = new float[samples.SampleLength / samples.Grid[^1] * points];
            for (int line = 0; line * points < row.Length; line++)
                numbers.AsSpan(line * samples.Grid[^1], points).CopyTo(row.AsSpan(line * points));
            digest.Append(row);
        }
    }
}
