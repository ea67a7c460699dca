using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>How data of elastic plates is generated.</summary>
public sealed record ElasticPlateOptions
{
    /// <summary>Elements around the hole, a multiple of 8. Default 32.</summary>
    [Range(8, 4096), MultipleOf(8)]
    public int Around { get; init; } = 32;

    /// <summary>Elements from the hole to the edge. Default 8: with the other default 1088 points.</summary>
    [Range(1, 1024)]
    public int Across { get; init; } = 8;

    /// <summary>
    /// The radius of a round hole. When null, the default, a random one: 0.2 + 0.2/(1 + exp r(θ)), r from
    /// N(0, 4²(-∂²/∂θ² + 3²)^{-1}) with <see cref="HoleWaves"/> waves.
    /// </summary>
    [Range(0.01, 0.45)]
    public double? Radius { get; init; }

    /// <summary>Waves of a random hole's radius. Default 6; more of them need more elements around.</summary>
    [Range(1, 64)]
    public int HoleWaves { get; init; } = 6;

    /// <summary>Young's modulus E. Default 1: displacements and strains are those of the load over E.</summary>
    [Range(0.0, Limits.Single, MinimumIsExclusive = true)]
    public double YoungsModulus { get; init; } = 1;

    /// <summary>Poisson's ratio ν. Default 0.3.</summary>
    [Range(-1.0, 0.5, MinimumIsExclusive = true)]
    public double PoissonRatio { get; init; } = 0.3;

    /// <summary>The mean traction on the top, upwards. Default 1.</summary>
    [Range(-Limits.Single, Limits.Single)]
    public double Traction { get; init; } = 1;

    /// <summary>
    /// What is added to the traction, along the top and upwards: two functions of x from this law, of one dimension.
    /// Default N(0, 5³(-∂²/∂x² + 25)^{-2}) without slope at the ends, about half the mean traction. Null for none.
    /// </summary>
    public RandomField? Load { get; init; } = new(new RandomFieldOptions
    {
        Boundary = RandomFieldBoundary.Neumann,
        Dimensions = 1,
        Tau = 5,
    });
}
