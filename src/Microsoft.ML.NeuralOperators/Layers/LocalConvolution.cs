namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Local operators that converge when the grid is refined (Liu-Schiaffini et al. 2024, arXiv:2402.16845), an integral
/// and a derivative, as one convolution of [batch, in, grid…] → [batch, out, grid…] whose kernel follows from the
/// grid's sizes, or as two where they continue the field differently.
/// </summary>
internal sealed class LocalConvolution : Layer
{
    private readonly ILocalKernel[] _kernels;

    /// <summary>Declares the layer.</summary>
    /// <param name="integral">The integral under its name, if there is one.</param>
    /// <param name="derivative">The derivative under its name, if there is one.</param>
    public LocalConvolution((string Name, LocalIntegral Kernel)? integral,
        (string Name, LocalDerivative Kernel)? derivative)
    {
        var kernels = new List<ILocalKernel>();
        if (integral is var (first, value)) kernels.Add(Compose(first, value));
        if (derivative is var (second, slope)) kernels.Add(Compose(second, slope));
        _kernels = [.. kernels];
    }

    /// <summary>The operators' sum.</summary>
    public Value Apply(Value x)
        => _kernels.Select(kernel => (kernel.Padding, kernel.Groups)).Distinct().Count() == 1 ? Convolve(x, _kernels)
            : _kernels.Select(kernel => Convolve(x, kernel)).Aggregate((a, b) => a + b);

    private static Value Convolve(Value x, params ILocalKernel[] kernels)
    {
        Shape grid = x.Shape.Range(2, x.Rank);
        Dim[] reach = [.. kernels.Select(k => k.Reach(grid)).Aggregate((a, b) => [.. a.Zip(b, Dim.Max)])];
        int[] axes = [.. Enumerable.Range(2, grid.Rank)];
        Value kernel = kernels.Select(k => k.Kernel(x, reach)).Aggregate((a, b) => a + b);
        Value padded = x.Pad(kernels[0].Padding, axes, reach, reach);
        ParameterDeclaration? bias = kernels.Select(k => k.Bias).FirstOrDefault(b => b is not null);
        return x.Interpreter.Apply(new Convolution(1, 0, kernels[0].Groups),
            bias is null ? [padded, kernel] : [padded, kernel, x.Bind(bias)])
            .Reshape([x.Shape[0], kernel.Shape[0], .. grid]);
    }
}
