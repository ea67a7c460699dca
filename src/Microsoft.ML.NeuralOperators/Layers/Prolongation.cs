namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A learned prolongation to the grid of half the spacing: a transposed convolution of stride 2 whose result is cut to
/// the finer grid's size, so that every size, odd or even, is met. [batch, in, grid…] → [batch, out, finer grid…].
/// </summary>
public sealed class Prolongation : Layer
{
    private readonly int _kernel;
    private readonly int _padding;
    private readonly IReadOnlyList<BoundaryCondition> _boundaries;
    private readonly ParameterDeclaration _weight;
    private readonly ParameterDeclaration? _bias;

    /// <summary>Declares a layer without bias whose field continues alike along every axis.</summary>
    /// <param name="dimensions">Number of grid axes.</param>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="boundary">
    /// How the coarse field continues outside. Dirichlet is the published form, which takes zeros whatever the other
    /// convolutions do.
    /// </param>
    /// <param name="kernel">Points of the kernel along every axis; 4 serves every size.</param>
    /// <param name="padding">Cells the transposed convolution cuts off at every end.</param>
    public Prolongation(int dimensions, int inputs, int outputs, BoundaryCondition boundary, int kernel = 4,
        int padding = 1)
        : this([.. Enumerable.Repeat(boundary, dimensions)], inputs, outputs, kernel, padding, hasBias: false)
    {
    }

    /// <summary>Declares the layer.</summary>
    /// <param name="boundaries">How the coarse field continues outside, along each grid axis.</param>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="kernel">
    /// Points of the kernel along every axis; 4, or 2 without padding, where none reaches a neighbour, serve every
    /// size.
    /// </param>
    /// <param name="padding">Cells the transposed convolution cuts off at every end.</param>
    /// <param name="hasBias">Whether every output channel gets a learned bias.</param>
    public Prolongation(IReadOnlyList<BoundaryCondition> boundaries, int inputs, int outputs, int kernel, int padding,
        bool hasBias)
    {
        (_kernel, _padding, _boundaries) = (kernel, padding, boundaries);
        // PyTorch counts the outputs of a transposed convolution as its fan-in.
        Initializer first = Initializer.FanIn(outputs * (long)Math.Pow(kernel, boundaries.Count));
        _weight = Declare("weight", [inputs, outputs, .. Enumerable.Repeat((long)kernel, boundaries.Count)], first);
        _bias = hasBias ? Declare("bias", [outputs], first) : null;
    }

    /// <summary>Applies the kernel.</summary>
    /// <param name="x">The coarse field.</param>
    /// <param name="fine">A shape with the finer grid after its first two axes.</param>
    /// <exception cref="InvalidOperationException">The finer grid is larger than the kernel reaches.</exception>
    public Value Apply(Value x, Shape fine)
    {
        bool meetsNeighbours = _kernel > 2 || _padding > 0;
        bool isContinued = meetsNeighbours && !_boundaries.AreZero();
        if (isContinued) x = x.PadBoundary(_boundaries, 1);
        // The leading cell moves everything by one coarse step.
        int start = isContinued ? 2 : 0;
        for (int axis = 2; axis < x.Rank; axis++)
        {
            Dim reach = (x.Shape[axis] - 1) * 2 + (_kernel - 2 * _padding);
            if (reach.IsKnown && fine[axis].IsKnown && start + fine[axis].Value > reach.Value)
                throw new InvalidOperationException($"Prolongation with kernel {_kernel}: {x.Shape[axis]} points "
                    + $"cannot reach {fine[axis]}. "
                    + "The weights belong to another grid size.");
        }
        var kernel = new TransposedConvolution(2, _padding + start, fine.Range(2, fine.Rank));
        return _bias is null ? x.Interpreter.Apply(kernel, x, x.Bind(_weight))
            : x.Interpreter.Apply(kernel, x, x.Bind(_weight), x.Bind(_bias));
    }
}
