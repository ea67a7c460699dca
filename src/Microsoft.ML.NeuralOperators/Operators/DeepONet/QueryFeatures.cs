namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// What the trunk sees of a point: its coordinates, the box around the training points brought to [-1, 1], and sines
/// and cosines of fixed frequencies of the coordinates as they are. [.., coordinates] → [.., features].
/// </summary>
internal sealed class QueryFeatures : Layer
{
    private readonly int _coordinates;
    private readonly double[] _frequencies;
    private readonly ParameterDeclaration _centre;
    private readonly ParameterDeclaration _extent;

    public QueryFeatures(int coordinates, IReadOnlyList<double> frequencies, PointBox? box)
    {
        (_coordinates, _frequencies) = (coordinates, [.. frequencies]);
        _centre = DeclareBuffer("centre", [_coordinates],
            box is null ? Initializer.Zeros : new Initializer.Given(box.Centre));
        _extent = DeclareBuffer("extent", [_coordinates],
            box is null ? Initializer.Ones : new Initializer.Given(box.Extent));
    }

    public int Count => _coordinates * (1 + 2 * _frequencies.Length);

    public Value Apply(Value points)
    {
        var features = new List<Value> { (points - points.Bind(_centre)) / points.Bind(_extent) };
        foreach (double frequency in _frequencies)
        {
            // Whole turns are taken off, which keeps sines of large angles accurate in single precision.
            Value turns = points * frequency, angle = (turns - turns.Floor()) * (2 * Math.PI);
            features.Add(angle.Sin());
            features.Add(angle.Cos());
        }
        return Value.Concat(-1, features);
    }
}
