namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>What the metrics need of one channel of one sample, or of several channels together.</summary>
internal struct ChannelSums
{
    /// <summary>Points that count.</summary>
    public double Points;

    /// <summary>Σ|e| and Σ|t|.</summary>
    public double AbsoluteErrors, AbsoluteTruths;

    /// <summary>Σe² and Σt².</summary>
    public double SquaredErrors, SquaredTruths;

    /// <summary>Σ of the squared difference quotients of e and t; NaN on point sets.</summary>
    public double ErrorSlopes, TruthSlopes;

    /// <summary>Σe² at the outermost points of the grid, and their number.</summary>
    public double BoundaryErrors, BoundaryPoints;

    /// <summary>Σe.</summary>
    public double Errors;

    /// <summary>The largest |e|, or NaN.</summary>
    public double Maximum;

    /// <summary>The truth around its mean.</summary>
    public Variation Truth;

    /// <summary>Adds those of another channel of the same sample.</summary>
    public void Join(in ChannelSums other)
    {
        Points += other.Points;
        AbsoluteErrors += other.AbsoluteErrors;
        AbsoluteTruths += other.AbsoluteTruths;
        SquaredErrors += other.SquaredErrors;
        SquaredTruths += other.SquaredTruths;
        ErrorSlopes += other.ErrorSlopes;
        TruthSlopes += other.TruthSlopes;
        BoundaryErrors += other.BoundaryErrors;
        BoundaryPoints += other.BoundaryPoints;
        Errors += other.Errors;
        Maximum = Larger(Maximum, other.Maximum);
        Truth.Join(other.Truth);
    }

    /// <summary>The larger of two numbers; NaN where one is NaN.</summary>
    public static double Larger(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : Math.Max(a, b);
}
