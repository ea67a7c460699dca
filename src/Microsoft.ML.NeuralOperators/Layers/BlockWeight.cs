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
    public BlockWeight(SpectralShape shape)
    {
        _fullAxes = shape.Modes.Count - 1;
        _corners = [.. Enumerable.Range(0, 1 << _fullAxes).Select(corner =>
        {
            long[] sizes = shape.Stored;
            for (int axis = 0; axis < _fullAxes; axis++)
                sizes[axis] = IsBelowZero(corner, axis) ? sizes[axis] / 2 : sizes[axis] - sizes[axis] / 2;
            return Declare($"weights{corner + 1}", sizes, shape.Initializer, shape.PublishedAxes);
        })];
    }

    // weights1 belongs to the convolution itself.
    public override string Name => "";

    public override Value Of(Value x) => Join(x, 0, _fullAxes - 1);

    public override IEnumerable<ModeAxis> ModeAxes(IReadOnlyList<ModeRange> ranges)
        => _corners.SelectMany((parameter, corner) => ranges.Select((range, axis)
            => new ModeAxis(parameter, axis, range, range.IsHalf || IsBelowZero(corner, axis) ? 0 : range.Count / 2)));

    // The frequencies of an axis rise from below zero.
    private Value Join(Value x, int corner, int axis) => axis < 0 ? x.Bind(_corners[corner])
        : Value.Concat(axis, Join(x, corner + (1 << axis), axis - 1), Join(x, corner, axis - 1));

    private static bool IsBelowZero(int corner, int axis) => (corner >> axis & 1) == 1;
}
