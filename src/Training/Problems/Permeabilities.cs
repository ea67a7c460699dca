namespace Microsoft.ML.NeuralOperators.Problems;

/// <summary>Random permeabilities as functions, which any grid of cells can show at its centres.</summary>
internal static class Permeabilities
{
    private const int Scales = 6;

    /// <summary>
    /// The permeabilities of some seeds: from a number of cells along each axis to [seeds, cells, cells].
    /// </summary>
    /// <param name="options">What they are.</param>
    /// <param name="field">The random field behind those that have one.</param>
    /// <param name="seeds">One for each.</param>
    public static Func<int, torch.Tensor> Draw(DarcyFlowOptions options, GaussianRandomField field, int[] seeds)
    {
        if (options.Permeability == DarcyPermeability.Multiscale)
        {
            double[][] waves = Array.ConvertAll(seeds, Waves);
            return size => waves.SelectMany(w => Multiscale(w, size)).ToArray()
                .ToTensor(null, seeds.Length, size, size);
        }
        torch.Tensor coefficients = field.Coefficients(seeds);
        return options.Permeability == DarcyPermeability.Smooth
            ? size => field.Sample(coefficients, size, size).exp_()
            : size =>
        {
            torch.Tensor isHigh = field.Sample(coefficients, size, size).IsAtLeast(0);
            return torch.where(isHigh, torch.tensor(options.High), torch.tensor(options.Low));
        };
    }

    private static double[] Waves(int seed)
    {
        var random = new SeededNormals(seed);
        return [.. Enumerable.Range(0, Scales).Select(k => (1 << k) * (1 + random.NextUniform() / 2))];
    }

    // x is the first axis.
    private static double[] Multiscale(double[] waves, int size)
    {
        var values = new double[size * size];
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
            {
                double x = (i + 0.5) / size, y = (j + 0.5) / size, product = 1;
                foreach (double wave in waves)
                    product *= (1 + Math.Cos(wave * Math.PI * (x + y)) / 2)
                        * (1 + Math.Sin(wave * Math.PI * (y - 3 * x)) / 2);
                values[i * size + j] = product;
            }
        return values;
    }
}
