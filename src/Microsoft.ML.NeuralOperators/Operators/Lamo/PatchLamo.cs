using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// LaMO on regular grids (Tiwari, Dutta, Krishnan, Prathosh 2025, arXiv:2505.19105), of two axes: the field is cut into
/// patches, and a state space goes along the rows and the columns of patches in both directions. Parameter names are
/// those of the authors' program.
/// </summary>
/// <remarks>
/// <para>
/// A block is x ← x + scan(norm x), x ← x + MLP(norm x). The recurrence S ← exp(Δ a) S + Δ x Bᵀ, y = S C is computed as
/// products of lower triangles, within chunks of patches and between them, exactly and in parallel.
/// </para>
/// <para>
/// The authors' learned positions belong to one grid; here they are interpolated to the patches of the field, so that
/// one file serves grids of any size, that of the training unchanged.
/// </para>
/// <para>
/// Good at: regular grids, by its authors' numbers the best on Darcy flow and Navier-Stokes. Bad at: time, with four
/// scans a layer, and grids much finer than that of the training, where the sequences are longer.
/// </para>
/// </remarks>
public sealed class PatchLamo : GridOperator
{
    private readonly Func<Value, Value> _embedding;
    private readonly PatchStage[] _stages;
    private readonly long _patch;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public PatchLamo(int inputChannels, int outputChannels, PatchLamoOptions? options = null)
        : this(inputChannels, outputChannels, options ?? new(), 0)
    {
    }

    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture.</param>
    /// <param name="placeholder">Elements of a parameter that published programs save and do not use.</param>
    internal PatchLamo(int inputChannels, int outputChannels, PatchLamoOptions options, int placeholder)
        : base(inputChannels, outputChannels, options)
    {
        Options = options;
        if (placeholder > 0) DeclareBuffer("placeholder", [placeholder], Initializer.Zeros);
        _embedding = options.HasGridEmbedding ? WithPositions : Identity;
        int inputs = inputChannels + (options.HasGridEmbedding ? options.AxisCount : 0);
        _stages = [.. Enumerable.Range(1, options.Scales.Count).Select(number => Compose("",
            new PatchStage(number, number == 1 ? inputs : outputChannels, outputChannels, options)))];
        // Every patch divides the product, and one of equal patches is enough.
        _patch = options.Scales.Select(s => (long)s.Patch).Distinct().Aggregate((a, b) => a % b == 0 ? a
            : b % a == 0 ? b : a * b);
    }

    /// <summary>The architecture.</summary>
    public PatchLamoOptions Options { get; }

    /// <inheritdoc/>
    protected override Value Forward(Value a)
    {
        Value x = _embedding(a);
        Dim[] margins = [.. Options.EndPadding.Select((fraction, axis) => Dim.Fraction(a.Shape[axis + 2], fraction))];
        x = x.Pad(PaddingMode.Zeros, [2, 3], [0, 0], margins).PadToMultiple(2, Dimensions, _patch);
        foreach (PatchStage stage in _stages) x = stage.Apply(x);
        return x.CutTo(2, Dimensions, a.Shape);
    }

    private static Value WithPositions(Value x)
    {
        Shape grid = x.Shape.Range(2, 4);
        Value places = PointCoordinates.Of(x.Interpreter, grid).Transpose(2, 0, 1).Reshape([1, 2, .. grid]);
        return Value.Concat(1, places.Expand([x.Shape[0], 2, .. grid]), x);
    }
}
