namespace Microsoft.ML.NeuralOperators;

/// <summary>What the output of an <see cref="Nsm"/> meets exactly.</summary>
public enum NsmConstraint
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is zero at the origin: of periodic solutions, which are known but for a constant.</summary>
    ZeroAtOrigin,

    /// <summary>It is zero at both ends of every axis, by a factor 4x(1 - x).</summary>
    ZeroAtWalls,

    /// <summary>It begins as the input's first channels, ϕ + t·v with the first axis as the time.</summary>
    InitialState,
}
