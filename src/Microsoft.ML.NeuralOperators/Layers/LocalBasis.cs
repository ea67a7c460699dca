namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// The functions that local kernels are made of: a hat for each of several rings, times functions of the direction
/// that sum to one.
/// </summary>
/// <param name="Rings">Rings, the point itself included where none lies between it and its neighbours.</param>
/// <param name="Sectors">
/// Hats over the angle in two dimensions; 1 for none, 0 for the squared positive cosine with every direction of the
/// axes.
/// </param>
/// <param name="IsBetween">
/// Whether the innermost ring is half a ring away from the point, which then belongs to two opposite sectors.
/// </param>
internal sealed record LocalBasis(int Rings, int Sectors = 0, bool IsBetween = false)
{
    /// <summary>How many functions there are.</summary>
    public int Count(int dimensions)
    {
        int directions = Sectors == 0 ? 2 * dimensions : Sectors;
        return IsBetween ? Rings * directions : (Rings - 1) * directions + 1;
    }

    /// <summary>The functions at all taps, each divided by its sum: [functions, taps].</summary>
    /// <param name="offsets">The taps' offsets along each axis.</param>
    /// <param name="radius">Where the outermost ring ends.</param>
    public Value At(Value[] offsets, double radius)
    {
        Interpreter interpreter = offsets[0].Interpreter;
        Dim taps = offsets[0].Shape.Product(0, offsets[0].Rank);
        Value square = LocalDisc.Squared(offsets), isMiddle = LocalDisc.IsZero(square);
        Value ring = square.Sqrt() * ((IsBetween ? Rings + 0.5 : Rings) / radius);
        Value? directions = Sectors switch { 0 => AlongAxes(), 1 => null, _ => Angles(false) };
        var functions = new List<Value>();
        for (int k = 0; k < Rings; k++)
        {
            Value hat = Row((-(ring - (IsBetween ? k + 0.5 : k)).Abs() + 1).Relu());
            if (directions is not null && (k > 0 || IsBetween)) hat *= directions;
            // The innermost hats reach beyond the point itself, to the opposite side.
            if (k == 0 && IsBetween && Sectors > 1) hat += Row((-ring + 0.5).Relu()) * Angles(true);
            functions.Add(hat);
        }
        Value basis = Value.Concat(0, functions);
        // Functions without a point on a coarse grid are zero, whatever they are divided by, but for rounding: that of
        // angles is larger.
        return basis / basis.Reduce(Reduction.Sum, 1)
            .With(BinaryFunction.Maximum, interpreter.Constant([Sectors > 1 ? 1e-2 : 1e-3], 1, 1));

        Value Row(Value value) => value.Reshape(1, taps);

        Value AlongAxes()
        {
            Value nearest = (square + isMiddle).Reciprocal();
            return Value.Concat(0, [.. offsets.SelectMany(offset => (Value[])[offset.Relu(), (-offset).Relu()])
                .Select(side => Row(side * side * nearest))]);
        }

        // The point itself counts to the angle π.
        Value Angles(bool areOpposite)
        {
            Value distance = (square + isMiddle).Sqrt();
            Value x = Row((offsets[1] - isMiddle) / distance), y = Row(offsets[0] / distance);
            Value cosine = Middles(Math.Cos), sine = Middles(Math.Sin);
            Value near = Length(x - cosine, y - sine), far = Length(x + cosine, y + sine);
            if (areOpposite) (near, far) = (far, near);
            Value tangent = near / far.With(BinaryFunction.Maximum, interpreter.Constant([1e-9], 1, 1));
            return (-Arctangent(tangent) * (Sectors / Math.PI) + 1).Relu();
        }

        // The first sector's middle is at -π.
        Value Middles(Func<double, double> function) => interpreter.Constant(
            [.. Enumerable.Range(0, Sectors).Select(k => function(2 * Math.PI * k / Sectors - Math.PI))], Sectors, 1);
    }

    private static Value Length(Value x, Value y) => (x * x + y * y).Sqrt();

    // The angle is halved three times, and then small enough for its series.
    private static Value Arctangent(Value t)
    {
        for (int i = 0; i < 3; i++) t /= (t * t + 1).Sqrt() + 1;
        Value square = t * t, sum = square * (1.0 / 13);
        for (int odd = 11; odd > 1; odd -= 2) sum = square * (-sum + 1.0 / odd);
        return t * (-sum + 1) * 8;
    }
}
