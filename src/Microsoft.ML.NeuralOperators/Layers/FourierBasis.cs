namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Matrices of the truncated discrete Fourier transform of one axis, on real pairs. They are computed from the grid
/// size, in exported graphs too, so one model serves any resolution. Modes a coarse grid does not have get zero rows.
/// </summary>
/// <remarks>
/// Full axes keep the frequencies -⌊K/2⌋ … ⌈K/2⌉-1 of K modes, the last axis 0 … K-1 of the half spectrum. Forward
/// transforms divide by the number of points, inverse ones do not. The last axis' inverse takes real parts and counts
/// every mode but 0 and the Nyquist mode twice, which is the inverse real transform of a Hermitian spectrum.
/// </remarks>
internal static class FourierBasis
{
    /// <summary>[2K, n]: real points to (re, im) × modes of the half spectrum.</summary>
    public static Value ForwardHalf(Interpreter interpreter, Dim points, int modes)
        => interpreter.Table($"rdft {modes} {points}", () =>
    {
        Value frequencies = Frequencies(interpreter, 0, modes), mask = HalfMask(frequencies, points);
        (Value cos, Value sin) = Waves(frequencies, points, mask / interpreter.Number(points));
        return Value.Concat(0, cos, -sin);
    });

    /// <summary>[2K, 2n]: points × (re, im) to (re, im) × modes of a full axis.</summary>
    public static Value ForwardFull(Interpreter interpreter, Dim points, int modes)
        => interpreter.Table($"dft {modes} {points}", () => Forward(Full(interpreter, points, modes), points));

    /// <summary>[2n, 2K]: (re, im) × modes of a full axis to points × (re, im).</summary>
    public static Value InverseFull(Interpreter interpreter, Dim points, int modes)
        => interpreter.Table($"idft {modes} {points}", () => Inverse(Full(interpreter, points, modes), points));

    /// <summary>
    /// <see cref="ForwardFull"/> to the modes 0 … K-1 and -K … -1 in this order. A grid of n points has L = min(K,
    /// ⌊n/2⌋+1) of each: -L … -1 stand first among the negative ones, and where a mode is in both they have it.
    /// </summary>
    public static Value ForwardEnds(Interpreter interpreter, Dim points, int modes)
        => interpreter.Table($"dft ends {modes} {points}", () => Forward(Ends(interpreter, points, modes), points));

    /// <summary><see cref="InverseFull"/> from the modes of <see cref="ForwardEnds"/>.</summary>
    public static Value InverseEnds(Interpreter interpreter, Dim points, int modes)
        => interpreter.Table($"idft ends {modes} {points}", () => Inverse(Ends(interpreter, points, modes), points));

    /// <summary>[n, 2K]: (re, im) × modes of the half spectrum to real points.</summary>
    public static Value InverseHalf(Interpreter interpreter, Dim points, int modes)
        => interpreter.Table($"irdft {modes} {points}", () =>
    {
        Value frequencies = Frequencies(interpreter, 0, modes);
        Value single = frequencies.With(BinaryFunction.Equal, interpreter.Constant(new double[1], 1, 1))
            + (frequencies * 2).With(BinaryFunction.Equal, interpreter.Number(points).Reshape(1, 1));
        (Value cos, Value sin) = Waves(frequencies, points, (-single + 2) * HalfMask(frequencies, points));
        return Value.Concat(0, cos, -sin).SwapLast();
    });

    /// <summary>
    /// [to, from]: evaluates the Fourier series of a field that is known on one grid on another one. Frequencies that
    /// the coarser of the grids does not hold are cut off, and so are those above the highest one given.
    /// </summary>
    public static Value Resampling(Interpreter interpreter, Dim from, Dim to, int? highest)
        => interpreter.Table($"resampling {from} {to} {highest}", () =>
    {
        Dim last = Dim.Min(from, to) / 2;
        if (highest is { } limit) last = Dim.Min(last, limit);
        Value frequencies = interpreter.Sequence(last + 1).Reshape(last + 1, 1);
        Value size = interpreter.Number(from).Reshape(1, 1);
        // On the source grid the Nyquist frequency and its negative coincide, so it is counted once.
        Value single = frequencies.With(BinaryFunction.Equal, interpreter.Constant(new double[1], 1, 1))
            + (frequencies * 2).With(BinaryFunction.Equal, size);
        (Value cos, Value sin) = Waves(frequencies, from, (-single + 2) / size);
        (Value newCos, Value newSin) = Waves(frequencies, to, interpreter.Constant([1], 1, 1));
        return newCos.SwapLast().MatMul(cos) + newSin.SwapLast().MatMul(sin);
    });

    private static Value Forward(AxisFrequencies axis, Dim points)
    {
        Dim modes = axis.Frequencies.Shape[0];
        (Value cos, Value sin) = Waves(axis.Frequencies, points, axis.Mask / axis.Mask.Interpreter.Number(points));
        return Value.Concat(0, Interleave(cos, sin), Interleave(-sin, cos));

        Value Interleave(Value re, Value im)
            => Value.Concat(2, re.Reshape(modes, points, 1), im.Reshape(modes, points, 1)).Reshape(modes, points * 2);
    }

    private static Value Inverse(AxisFrequencies axis, Dim points)
    {
        Dim modes = axis.Frequencies.Shape[0];
        (Value cos, Value sin) = Waves(axis.Frequencies, points, axis.Mask);
        (cos, sin) = (cos.SwapLast(), sin.SwapLast());
        Value real = Value.Concat(1, cos, -sin), imaginary = Value.Concat(1, sin, cos);
        return Value.Concat(1, real.Reshape(points, 1, modes * 2), imaginary.Reshape(points, 1, modes * 2))
            .Reshape(points * 2, modes * 2);
    }

    private static AxisFrequencies Full(Interpreter interpreter, Dim points, int modes)
    {
        Value frequencies = Frequencies(interpreter, -(modes / 2), modes);
        return new(frequencies, FullMask(frequencies, points, modes));
    }

    private static AxisFrequencies Ends(Interpreter interpreter, Dim points, int modes)
    {
        Dim kept = Dim.Min(points / 2 + 1, modes);
        Value i = Frequencies(interpreter, 0, modes), count = interpreter.Number(kept).Reshape(1, 1),
            others = interpreter.Number(points - kept).Reshape(1, 1);
        Value isKept = i.With(BinaryFunction.LessOrEqual, count - 1);
        return new(Value.Concat(0, i, i - count),
            Value.Concat(0, isKept * i.With(BinaryFunction.LessOrEqual, others - 1), isKept));
    }

    // [K, 1]: as many whole numbers, from the lowest up.
    private static Value Frequencies(Interpreter interpreter, int lowest, int modes)
        => interpreter.Constant([.. Enumerable.Range(lowest, modes).Select(k => (double)k)], modes, 1);

    // cos and sin of 2π·k·j/n [K, n], times a weight [K, 1]; k·j is reduced modulo n first, which keeps the angle
    // accurate in single precision.
    private static (Value Cos, Value Sin) Waves(Value frequencies, Dim points, Value weight)
    {
        Interpreter interpreter = frequencies.Interpreter;
        Value size = interpreter.Number(points).Reshape(1, 1);
        Value product = frequencies * interpreter.Sequence(points).Reshape(1, points);
        Value rest = product - (product / size).Floor() * size;
        Value angle = rest / size * (2 * Math.PI);
        return (angle.Cos() * weight, angle.Sin() * weight);
    }

    // 1 where the half spectrum of n points has the frequency: k ≤ n/2.
    private static Value HalfMask(Value frequencies, Dim points)
        => (frequencies * 2).With(BinaryFunction.LessOrEqual, frequencies.Interpreter.Number(points).Reshape(1, 1));

    // 1 where an axis of n points keeps the frequency: -⌊K/2⌋ ≤ k ≤ ⌈K/2⌉-1 with K = min(n, modes).
    private static Value FullMask(Value frequencies, Dim points, int modes)
    {
        Interpreter interpreter = frequencies.Interpreter;
        Dim kept = Dim.Min(points, modes);
        Value lowest = -interpreter.Number(kept / 2).Reshape(1, 1),
            highest = interpreter.Number((kept + 1) / 2 - 1).Reshape(1, 1);
        return lowest.With(BinaryFunction.LessOrEqual, frequencies)
            * frequencies.With(BinaryFunction.LessOrEqual, highest);
    }

    // Frequencies [K, 1], and 1 where the grid has them.
    private sealed record AxisFrequencies(Value Frequencies, Value Mask);
}
