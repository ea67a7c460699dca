namespace Microsoft.ML.NeuralOperators;

/// <summary>How a field on a grid is read between its points.</summary>
public enum GridInterpolation
{
    /// <summary>The value of the nearest point.</summary>
    Nearest,
    /// <summary>
    /// Linear along every axis: never beyond the values around. Beyond the outermost centres of cells it is constant.
    /// </summary>
    Linear,
    /// <summary>
    /// The cubic spline through all points, not-a-knot at the ends (de Boor 1978) or periodic: fourth order for smooth
    /// fields, overshoots at jumps. Needs at least four points along every axis.
    /// </summary>
    Cubic,
}
