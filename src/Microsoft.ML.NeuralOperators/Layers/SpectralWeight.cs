namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>The weight of a spectral convolution, made of whichever parameters.</summary>
internal abstract class SpectralWeight : Layer
{
    /// <summary>What it is called within the convolution; empty where its parameters are the convolution's.</summary>
    public virtual string Name => "weight";

    /// <summary>The weight [modes…, 2, in, out], real parts before imaginary ones.</summary>
    /// <param name="x">A value of the interpreter that runs.</param>
    public abstract Value Of(Value x);

    /// <summary>Where its parameters have modes.</summary>
    /// <param name="ranges">The modes of each grid axis.</param>
    public abstract IEnumerable<ModeAxis> ModeAxes(IReadOnlyList<ModeRange> ranges);
}

/// <summary>What a spectral convolution needs of its weight.</summary>
/// <param name="Inputs">Channels in.</param>
/// <param name="Outputs">Channels out.</param>
/// <param name="Modes">Modes kept along each axis, those of the half spectrum along the last.</param>
/// <param name="Deviation">Standard deviation of the complex initial values.</param>
internal sealed record SpectralShape(int Inputs, int Outputs, IReadOnlyList<int> Modes, double Deviation)
{
    /// <summary>The dense weight as a parameter: [modes…, 2, in, out].</summary>
    public long[] Stored => [.. Modes.Select(m => (long)m), 2, Inputs, Outputs];

    /// <summary>Where published arrays [in, out, modes…, 2] have the axes of <see cref="Stored"/>.</summary>
    public int[] PublishedAxes => [.. Enumerable.Range(2, Modes.Count), Modes.Count + 2, 0, 1];

    /// <summary>A complex normal of standard deviation s has s/√2 in each part.</summary>
    public Initializer Initializer => new Initializer.Normal(Deviation / Math.Sqrt(2));

    /// <summary>The sizes in the order of published arrays: in, out, modes….</summary>
    public int[] Sizes => [Inputs, Outputs, .. Modes];

    /// <summary>Complex numbers of the dense weight.</summary>
    public double Elements => Sizes.Aggregate(1.0, (product, size) => product * size);
}
