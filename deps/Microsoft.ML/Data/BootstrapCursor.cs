namespace Microsoft.ML.Data;

/// <summary>Gives every row as often as a Poisson(1) draw says, or the rows that were drawn zero times.</summary>
internal sealed class BootstrapCursor(DataViewRowCursor input, int seed, bool complement) : WrappedCursor(input)
{
    private readonly Random _random = new(seed);
    private int _repeats;

    protected override bool Next()
    {
        if (_repeats > 0)
        {
            _repeats--;
            return true;
        }
        while (Input.MoveNext())
        {
            int count = Poisson();
            if (complement ? count > 0 : count == 0) continue;
            _repeats = complement ? 0 : count - 1;
            return true;
        }
        return false;
    }

    // The number of uniform factors whose product stays above 1/e.
    private int Poisson()
    {
        int count = 0;
        for (double product = _random.NextDouble(); product > 1 / Math.E; product *= _random.NextDouble()) count++;
        return count;
    }
}
