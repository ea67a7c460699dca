namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// The functions of the local integral of the library neuraloperator at the points of the grid it was made for. On the
/// edges of rings and sectors they hold the rounding errors of single precision, which dividing by their sums makes as
/// large as a kernel: so they are calculated here in the same order and precision.
/// </summary>
/// <param name="Rings">Collocation points along a diameter.</param>
/// <param name="Sectors">Sectors.</param>
/// <param name="Radius">The radius, in units of the domain.</param>
/// <param name="Cell">The area of a cell.</param>
/// <param name="Taps">Points across.</param>
internal sealed record PublishedDisc(int Rings, int Sectors, double Radius, double Cell, int Taps)
{
    private const float Pi = MathF.PI, TwoPi = 2 * MathF.PI;

    /// <summary>Weights per pair of channels. Some have no basis function and stay unused.</summary>
    public int Weights => (Rings - 1) * Sectors + 1;

    /// <summary>The basis on other grids.</summary>
    public LocalBasis Basis => new((Rings + 1) / 2, Sectors, Rings % 2 == 0);

    // A number of which neither sign nor zero is certain decides there to which sectors the point itself belongs.
    public bool IsUncertain => Taps > 8 && Rings % 2 == 0 && Sectors > 1 && Places()[Taps / 2] != 0;

    /// <summary>[weights, taps, taps], multiplied by the area of a cell.</summary>
    public double[] Functions()
    {
        var table = new double[Weights * Taps * Taps];
        float[] places = Places();
        float cell = (float)Cell;
        for (int k = 0; k < Basis.Count(2); k++)
        {
            var values = new float[Taps * Taps];
            for (int i = 0; i < Taps; i++)
                for (int j = 0; j < Taps; j++)
                    // The program exchanges the axes and turns the kernel around.
                    values[(Taps - 1 - j) * Taps + Taps - 1 - i] = Function(k, places[i], places[j]);
            float sum = values.Sum(v => v * cell) + 1e-9f;
            for (int i = 0; i < values.Length; i++)
                table[k * values.Length + i] = (double)(values[i] / sum) * cell;
        }
        return table;
    }

    // Counted from the nearer end with one rounding each, as processors with fused products do it.
    private float[] Places()
    {
        float end = (float)Radius, step = (end + end) / (Taps - 1);
        return [.. Enumerable.Range(0, Taps).Select(i => i < Taps / 2 ? MathF.FusedMultiplyAdd(step, i, -end)
            : MathF.FusedMultiplyAdd(-step, Taps - 1 - i, end))];
    }

    private float Function(int k, float x, float y)
    {
        float r = MathF.Sqrt(x * x + y * y), phi = MathF.Atan2(y, x) + Pi;
        double width = 2 * Radius / (Rings + 1);
        float ringWidth = (float)width, sectorWidth = (float)(2 * Math.PI / Sectors);
        if (Sectors == 1) return Ring(r, k + (Rings % 2 == 0 ? 0.5f : 0));
        if (Rings % 2 == 1)
            return k == 0 ? Ring(r, 0) : Ring(r, (k - 1) / Sectors + 1) * Sector(phi, (k - 1) % Sectors);
        float opposite = phi + Pi >= Pi ? phi - Pi : phi + Pi, middle = k / Sectors + 0.5f;
        return Ring(r, middle) * Sector(phi, k % Sectors) + Ring(-r, middle) * Sector(opposite, k % Sectors);

        float Ring(float distance, float ring)
        {
            float away = MathF.Abs(distance - ring * ringWidth);
            return away <= ringWidth && distance <= (float)Radius ? 1 - away / ringWidth : 0;
        }

        float Sector(float angle, int sector)
        {
            float difference = MathF.Abs(angle - (sector * sectorWidth - Pi));
            float away = MathF.Min(difference, MathF.Abs(TwoPi - difference));
            return away <= sectorWidth ? 1 - away / sectorWidth : 0;
        }
    }
}
