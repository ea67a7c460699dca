namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>Finds the disc of the local integrals of the library neuraloperator from a network's arguments.</summary>
internal static class LibraryDisc
{
    // More points across would be a kernel as large as the domain.
    private const int MaximumTaps = 255;

    /// <exception cref="FormatException">There is no such disc, or the program itself cannot use it.</exception>
    public static PublishedDisc Find(LibraryMetadata metadata, int[] grid, NamedArray weight)
    {
        if (grid.Length != 2)
            throw new FormatException($"the network has local integrals on {grid.Length} axes; expected 2.");
        int[] shape = metadata.Whole("disco_kernel_shape") is { } both ? [both, both]
            : metadata.List("disco_kernel_shape", metadata.Whole);
        if (shape.Length != 2 || shape.Any(n => n is < 1 or > 64))
            throw Wrong("disco_kernel_shape", shape, "two numbers from 1 to 64");
        // Without a length, the domain is [-1, 1]².
        double[] length = metadata.List("domain_length", metadata.Number) is { Length: > 0 } said ? said : [2, 2];
        if (length.Length != 2 || length.Any(l => !(l > 0)))
            throw Wrong("domain_length", length, "two positive numbers");
        double radius = metadata.Number("radius_cutoff") ?? Math.Max(length[0] / grid[0], length[1] / grid[1]);
        int[] taps = [.. grid.Zip(length, (n, l) => (int)Math.Clamp(Math.Floor(2 * radius * n / l), -1, 1e6) + 1)];
        if (taps[0] != taps[1] || taps[0] % 2 == 0 || taps[0] is < 3 or > MaximumTaps)
            throw new FormatException($"the network's 'radius_cutoff' {radius} spans {taps[0]}×{taps[1]} points of "
                + $"'default_in_shape'; expected one odd number from 3 to {MaximumTaps} along both axes: only "
                + "then does its program give outputs of the input's size.");
        var disc = new PublishedDisc(shape[0], shape[1], radius, length[0] * length[1] / grid[0] / grid[1], taps[0]);
        if (weight.Shape[^1] != disc.Weights)
            throw new FormatException($"the parameter '{weight.Name}' has the shape "
                + $"[{string.Join(", ", weight.Shape)}]; the network's 'disco_kernel_shape' [{shape[0]}, {shape[1]}] "
                + $"makes {disc.Weights} weights for every two channels.");
        return !disc.IsUncertain ? disc
            : throw new FormatException($"the network's kernels of {taps[0]} points and an even number of rings have "
                + "their middle at a number that its program rounds as the processor does, so its outputs are not the "
                + "same everywhere.");
    }

    private static FormatException Wrong<T>(string name, T[] values, string expected)
        => new($"the network's argument '{name}' is [{string.Join(", ", values)}]; expected {expected}.");
}
