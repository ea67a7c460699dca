namespace Microsoft.ML.NeuralOperators;

/// <summary>Scores rows.</summary>
internal interface IScorer
{
    /// <summary>The columns that are read, in the order of the operator's inputs.</summary>
    IReadOnlyList<FieldColumn> Inputs { get; }

    /// <summary>The predicted field.</summary>
    FieldColumn Score { get; }

    /// <summary>Scores rows and adds their scores.</summary>
    /// <param name="inputs">Rows of every column.</param>
    /// <param name="scores">Receives as many rows.</param>
    void Run(IReadOnlyList<FieldRows> inputs, FieldRows scores);
}

/// <summary>
/// Runs the session on as many rows at once as possible: all of them, or neighbours of equally many points where the
/// operator cannot have padded rows. Masks are made here, and the padding is cut off the scores.
/// </summary>
/// <param name="session">The operator.</param>
/// <param name="inputs">All its inputs in order, masks included.</param>
/// <param name="score">The predicted field.</param>
/// <param name="observe">Sees the session's inputs; null for no observer.</param>
internal sealed class BatchScorer(OnnxOperatorSession session, IReadOnlyList<FieldColumn> inputs,
    FieldColumn score, Action<IReadOnlyList<(Memory<float> Values, long[] Shape)>>? observe = null) : IScorer
{
    public IReadOnlyList<FieldColumn> Inputs { get; } = [.. inputs.Where(i => !i.IsMask)];

    public FieldColumn Score => score;

    public void Run(IReadOnlyList<FieldRows> rows, FieldRows scores)
    {
        int count = rows[0].Count;
        for (int first = 0, end; first < count; first = end)
        {
            RequireSamePoints(rows, first);
            for (end = first + 1; end < count && CanShareBatch(rows, first, end); end++) RequireSamePoints(rows, end);
            Run(rows, first, end - first, scores);
        }
    }

    private void Run(IReadOnlyList<FieldRows> rows, int first, int count, FieldRows scores)
    {
        var tensors = new (Memory<float>, long[])[inputs.Count];
        for (int i = 0, next = 0; i < tensors.Length; i++)
        {
            FieldColumn input = inputs[i];
            if (input.IsMask)
            {
                FieldRows source = At(rows, input.Points!.Name)!;
                int points = Longest(source, first, count);
                tensors[i] = (Mask(source, first, count, points), [count, 1, points]);
                continue;
            }
            FieldRows field = rows[next++];
            int longest = Longest(field, first, count);
            long[] grid = input.Points is null ? [.. input.Grid.Select(n => (long)n)] : [longest];
            tensors[i] = (field.Batch(first, count, longest), [count, input.Channels, .. grid]);
        }
        observe?.Invoke(tensors);
        FieldRows? places = score.Points is { } axis ? At(rows, axis.Name) : null;
        int[] size = places is null ? score.Grid : [Longest(places, first, count)];
        int length = size.Aggregate(score.Channels, (product, n) => product * n);
        long[] shape = [count, score.Channels, .. size.Select(n => (long)n)];
        if (places is null || Enumerable.Range(first, count).All(row => places.Points(row) == size[0]))
        {
            session.Run(tensors, scores.Room(count, length), shape);
            return;
        }
        var padded = new float[count * length];
        session.Run(tensors, padded, shape);
        for (int i = 0; i < count; i++)
        {
            int points = places.Points(first + i);
            Span<float> row = scores.Room(1, score.Channels * points).Span;
            for (int c = 0; c < score.Channels; c++)
                padded.AsSpan(i * length + c * size[0], points).CopyTo(row[(c * points)..]);
        }
    }

    private static FieldRows? At(IReadOnlyList<FieldRows> rows, string axis)
        => rows.FirstOrDefault(r => r.Column.Points?.Name == axis);

    private static int Longest(FieldRows field, int first, int count)
        => Enumerable.Range(first, count).Max(field.Points);

    private static float[] Mask(FieldRows source, int first, int count, int points)
    {
        var mask = new float[count * points];
        for (int i = 0; i < count; i++) mask.AsSpan(i * points, source.Points(first + i)).Fill(1);
        return mask;
    }

    private static bool CanShareBatch(IReadOnlyList<FieldRows> rows, int row, int other)
        => rows.All(r => !r.Column.IsVarying || r.Column.Points!.AllowsPadding || r.Points(row) == r.Points(other));

    private static void RequireSamePoints(IReadOnlyList<FieldRows> rows, int row)
    {
        for (int i = 1; i < rows.Count; i++)
            if (rows[i].Column.Points is { } axis && At(rows, axis.Name) is { } first
                && first.Points(row) != rows[i].Points(row))
                throw new InvalidOperationException(
                    $"Columns '{first.Column.Name}' and '{rows[i].Column.Name}' are given at the same points, but a "
                    + $"row has {first.Points(row)} and {rows[i].Points(row)} of them.");
    }
}
