using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The architecture of an <see cref="Mwt"/>. The Neural-Solver-Library's, for Darcy flow, is named where it differs.
/// </summary>
public sealed record MwtOptions : GridOperatorOptions
{
    /// <summary>Grid axes of the fields: 1 or 2.</summary>
    [Range(1, 2)]
    public int Dimensions { get; init; } = 2;

    /// <summary>Polynomials of the multiwavelets along an axis; on planes a cell has the square of it.</summary>
    [Range(1, 16), SweepChoice(2, 3, 4)]
    public int Order { get; init; } = 3;

    /// <summary>
    /// Copies of a cell's coefficients, which make up the channels; in the library 1, in the paper 4.
    /// </summary>
    [Range(1, Limits.Width), SweepChoice(1, 2, 4, 8)]
    public int Copies { get; init; } = 4;

    /// <summary>Multiwavelet layers; in the library 8, in the paper 4.</summary>
    [Range(1, Limits.Depth), SweepRange(2, 8)]
    public int Layers { get; init; } = 4;

    /// <summary>
    /// Levels of the transform, each with half the points of the one above; the grid is padded to a multiple of
    /// 2^Levels. In the library as many as lead to a single point.
    /// </summary>
    [Range(1, 12), SweepRange(2, 6)]
    public int Levels { get; init; } = 4;

    /// <summary>
    /// Fourier modes of the kernels, from 0 up along each axis and as many below along the first; in the library 2.
    /// </summary>
    [Range(1, Limits.Width), SweepChoice(2, 4, 8)]
    public int Modes { get; init; } = 4;

    /// <summary>Channels of the lifting (twice as many) and of the projection.</summary>
    [Range(1, Limits.Width), SweepChoice(32, 64, 128)]
    public int Channels { get; init; } = 128;

    /// <summary>Nonlinearity of lifting and projection, and between the layers.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Nonlinearity inside the kernels on planes; on lines they are linear.</summary>
    public Activation KernelActivation { get; init; } = Activation.Relu;

    /// <summary>Whether the coordinates of the points, 0 to 1 along each axis, are prepended to the input.</summary>
    public bool HasGridEmbedding { get; init; } = true;

    /// <summary>
    /// Points along every axis of a reference grid, the distances to which stand for a point's coordinates (the
    /// "unified position", published with 8). 0 takes the coordinates themselves.
    /// </summary>
    [Range(0, 64), SweepChoice(0, 8)]
    public int ReferencePoints { get; init; }

    /// <inheritdoc/>
    public override int AxisCount => Dimensions;

    /// <summary>Channels of the layers.</summary>
    internal int Width => Copies * (int)Math.Pow(Order, Dimensions);

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new Mwt(inputChannels, outputChannels, this);
}
