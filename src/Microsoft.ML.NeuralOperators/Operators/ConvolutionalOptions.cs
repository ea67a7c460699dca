using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>What convolutional networks on grids have in common.</summary>
public abstract record ConvolutionalOptions : GridOperatorOptions
{
    /// <summary>Grid axes of the fields: 1, 2 or 3.</summary>
    [Range(1, 3)]
    public int Dimensions { get; init; } = 2;

    /// <summary>How fields continue outside the domain, in every convolution.</summary>
    public BoundaryCondition Boundary { get; init; }

    /// <summary>
    /// How fields continue along each grid axis, outermost first, where axes differ, such as a channel that is periodic
    /// along the flow and has walls across it; null takes <see cref="Boundary"/> for all.
    /// </summary>
    public IReadOnlyList<BoundaryCondition>? AxisBoundaries { get; init => field = value.Copied(); }

    /// <summary>
    /// Whether the last channels of the input, as many as the output has, are added to the output: for one step in
    /// time.
    /// </summary>
    public bool HasOutputResidual { get; init; }

    /// <inheritdoc/>
    public override int AxisCount => Dimensions;

    /// <summary>One condition for each axis.</summary>
    internal IReadOnlyList<BoundaryCondition> Boundaries
        => AxisBoundaries ?? [.. Enumerable.Repeat(Boundary, Dimensions)];

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (AxisBoundaries is null) yield break;
        if (AxisBoundaries.Count != Dimensions)
            yield return $"AxisBoundaries has {AxisBoundaries.Count} entries; expected {Dimensions}, one for each axis";
        foreach (BoundaryCondition unknown in AxisBoundaries.Where(boundary => !Enum.IsDefined(boundary)))
            yield return $"AxisBoundaries has {unknown}; expected Dirichlet, Neumann or Periodic";
    }

    internal override IEnumerable<string> Faults(int inputChannels, int outputChannels)
        => Needs(HasOutputResidual, nameof(HasOutputResidual), inputChannels, outputChannels);

    /// <summary>
    /// The fewest points along an axis from which a convolution can take what it adds around the field.
    /// </summary>
    /// <param name="boundary">How the field continues.</param>
    /// <param name="width">Cells added at every end.</param>
    private protected static int Fewest(BoundaryCondition boundary, int width) => boundary switch
    {
        BoundaryCondition.Periodic => Math.Max(width, 1),
        // The outermost points are not mirrored; a single point is repeated once.
        BoundaryCondition.Neumann when width > 1 => width + 1,
        _ => 1,
    };
}
