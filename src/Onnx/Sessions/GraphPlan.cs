namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// What deserves something that is expensive to make and only serves inputs of one shape: shapes that come again and
/// again. The one that was used longest ago makes room for a new one.
/// </summary>
/// <param name="make">Makes it for a shape; null where that cannot be done, which ends all attempts.</param>
internal sealed class GraphPlan<T>(Func<string, T?> make) : IDisposable where T : class, IDisposable
{
    /// <summary>Counted runs of a shape before it gets one.</summary>
    public const int RunsBefore = 1;

    /// <summary>
    /// And once its own made room for another: programs that go round many shapes would make them all day.
    /// </summary>
    public const int RunsBeforeAgain = 100;

    /// <summary>The most that are kept.</summary>
    public const int Most = 4;

    // Shapes that are counted, so that a program with ever new ones does not fill the memory.
    private const int MostCounted = 1024;
    private readonly Dictionary<string, int> _runs = new(StringComparer.Ordinal);
    // The last used is the last.
    private readonly List<(string Shape, T Made)> _made = [];
    private bool _isOver;

    /// <summary>How many there are.</summary>
    public int Count => _made.Count;

    /// <summary>Counts a run of a shape, and gives what was made for it; null for nothing yet.</summary>
    public T? For(string shape)
    {
        if (_isOver) return null;
        int at = _made.FindIndex(m => m.Shape == shape);
        if (at >= 0)
        {
            var used = _made[at];
            _made.RemoveAt(at);
            _made.Add(used);
            return used.Made;
        }
        if (_runs.Count >= MostCounted) _runs.Clear();
        int runs = _runs.GetValueOrDefault(shape);
        _runs[shape] = runs + 1;
        if (runs < RunsBefore) return null;
        if (make(shape) is not { } made)
        {
            Dispose();
            return null;
        }
        _runs.Remove(shape);
        if (_made.Count == Most)
        {
            _runs[_made[0].Shape] = RunsBefore - RunsBeforeAgain;
            _made[0].Made.Dispose();
            _made.RemoveAt(0);
        }
        _made.Add((shape, made));
        return made;
    }

    /// <summary>Frees all; nothing is made any more.</summary>
    public void Dispose()
    {
        _isOver = true;
        foreach (var (_, made) in _made) made.Dispose();
        _made.Clear();
        _runs.Clear();
    }
}
