namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>What is averaged over samples before a root is taken: one for every channel.</summary>
/// <param name="shells">Shells of wave numbers.</param>
internal sealed class ChannelTotals(int shells)
{
    private readonly double[] _shells = new double[shells];
    private double _conserved;
    private int _rows, _spectra;

    /// <summary>√(mean over samples of (mean of e)²); null where there are none.</summary>
    public double? Conserved => _rows == 0 ? null : Math.Sqrt(_conserved / _rows);

    /// <summary>The errors by wave numbers.</summary>
    public FourierErrors Fourier
        => _spectra == 0 ? FourierErrors.None
            : ErrorSpectrum.Bands(Array.ConvertAll(_shells, square => square / _spectra));

    /// <summary>Adds a sample of some points.</summary>
    public void Add(in ChannelSums sums)
    {
        if (sums.Points == 0) return;
        double mean = sums.Errors / sums.Points;
        _conserved += mean * mean;
        _rows++;
    }

    /// <summary>Adds the spectrum of a sample's error.</summary>
    public void Add(ErrorSpectrum spectrum, ReadOnlySpan<double> error)
    {
        spectrum.Add(error, _shells);
        _spectra++;
    }
}
