namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>
/// A mean of relative errors over samples. A truth without size gives no relative error and is left out; where no truth
/// has any, what is met exactly counts 0 and everything else 1.
/// </summary>
internal struct RelativeMean
{
    private double _sum, _unscaled;
    private int _count, _unscaledCount;

    public readonly double Value => _count > 0 ? _sum / _count : _unscaled / _unscaledCount;

    /// <summary>Adds an error.</summary>
    /// <param name="error">The error's size.</param>
    /// <param name="truth">The truth's.</param>
    /// <param name="isRooted">Whether these are squares of sizes.</param>
    /// <returns>The relative error; NaN where the truth has no size.</returns>
    public double Add(double error, double truth, bool isRooted = true)
    {
        double relative = double.NaN;
        // An error that is no number shows, whatever the truth.
        if (truth != 0 || double.IsNaN(error))
        {
            relative = isRooted ? Math.Sqrt(error / truth) : error / truth;
            Add(relative);
        }
        else
        {
            _unscaled += error == 0 ? 0 : 1;
            _unscaledCount++;
        }
        return relative;
    }

    /// <summary>Adds a relative error.</summary>
    public void Add(double relative)
    {
        _sum += relative;
        _count++;
    }

    public void Add(in RelativeMean other)
    {
        _sum += other._sum;
        _count += other._count;
        _unscaled += other._unscaled;
        _unscaledCount += other._unscaledCount;
    }
}
