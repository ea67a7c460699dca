namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// A dense spectral weight in one parameter for every corner of the spectrum, as the programs of 2021 and the
/// Neural-Solver-Library save it: weights1 has the frequencies from 0 up along every axis, weights2 those below 0 along
/// the first axis, weights3 along the second, weights4 along both.
/// </summary>
internal sealed class BlockWeight : SpectralWeight
{
    private readonly int _fullAxes;
    private readonly ParameterDeclaration[] _corners;

    /// <summary>Declares the parameters.</summary>
    /// <param name="shape">The shape of the whole weight.</param>
    /// <param name="name">Names of the corners, numbered from 0; weights1 and so on when null.</param>
    public BlockWeight(SpectralShape shape, Func<int, string>? name = null)
    {
        _fullAxes = shape.Modes.Count - 1;
        _corners = [.. Enumerable.Range(0, 1 << _fullAxes).Select(corner => Declare(
            name?.Invoke(corner) ?? $"weights{corner + 1}", CornerSizes(shape.Stored, corner, _fullAxes),
            shape.Initializer, shape.PublishedAxes))];
    }

    // weights1 belongs to the convolution itself.
    public override string Name => "";

    public override Value Of(Value x) => Join(corner => x.Bind(_corners[corner]), _fullAxes);

    public override IEnumerable<ModeAxis> ModeAxes(IReadOnlyList<ModeRange> ranges)
        => _corners.SelectMany((parameter, corner) => ranges.Select((range, axis)
            => new ModeAxis(parameter, axis, range, range.IsHalf || IsBelowZero(corner, axis) ? 0 : range.Count / 2)));

    /// <summary>The sizes of a corner of an array with the modes first.</summary>
    /// <param name="sizes">The sizes of the whole.</param>
    /// <param name="corner">The corner's number, from 0.</param>
    /// <param name="fullAxes">Axes with modes on both sides of 0.</param>
    internal static long[] CornerSizes(IReadOnlyList<long> sizes, int corner, int fullAxes)
        => [.. sizes.Select((size, axis) => axis >= fullAxes ? size
            : IsBelowZero(corner, axis) ? size / 2 : size - size / 2)];

    /// <summary>The whole out of its corners; the frequencies of an axis rise from below zero.</summary>
    internal static Value Join(Func<int, Value> corner, int fullAxes)
    {
        return Along(0, fullAxes - 1);

        Value Along(int number, int axis) => axis < 0 ? corner(number)
            : Value.Concat(axis, Along(number + (1 << axis), axis - 1), Along(number, axis - 1));
    }

    private static bool IsBelowZero(int corner, int axis) => (corner >> axis & 1) == 1;
}
