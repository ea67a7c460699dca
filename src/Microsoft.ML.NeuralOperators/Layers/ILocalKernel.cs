namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>A kernel of few cells that follows the grid, for a convolution of [batch, channels, grid…].</summary>
internal interface ILocalKernel
{
    /// <summary>How the field continues outside.</summary>
    PaddingMode Padding { get; }

    /// <summary>Groups of channels that do not mix.</summary>
    int Groups { get; }

    /// <summary>What is added to every output channel, or null.</summary>
    ParameterDeclaration? Bias { get; }

    /// <summary>Taps at each side of the middle.</summary>
    Dim[] Reach(Shape grid);

    /// <summary>The kernel [out, in/groups, taps…] for the grid of a field.</summary>
    /// <param name="x">The field.</param>
    /// <param name="reach">Taps at each side, at least as many as the kernel's own.</param>
    Value Kernel(Value x, Dim[] reach);
}
