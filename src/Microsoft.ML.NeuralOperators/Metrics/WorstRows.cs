namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>The rows of the largest relative L2 errors, of which a given number is held.</summary>
internal sealed class WorstRows(int count)
{
    // The least of them first, so that it goes when a worse one comes.
    private readonly PriorityQueue<RowErrors, (double Error, int Row)> _rows = new();

    public void Add(RowErrors errors)
    {
        if (count == 0) return;
        // Errors that are no numbers are the worst; of equal ones, the first row stays.
        _rows.Enqueue(errors, (Size(errors), -errors.Row));
        if (_rows.Count > count) _rows.Dequeue();
    }

    /// <summary>The rows, the worst first.</summary>
    public ValueList<RowErrors> ToList()
        => new([.. _rows.UnorderedItems.Select(i => i.Element).OrderByDescending(Size).ThenBy(e => e.Row)]);

    private static double Size(RowErrors errors)
        => double.IsNaN(errors.RelativeL2) ? double.PositiveInfinity : errors.RelativeL2;
}
