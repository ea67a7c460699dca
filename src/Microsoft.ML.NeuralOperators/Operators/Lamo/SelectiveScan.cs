namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The recurrence of a <see cref="StateSequence"/> in matrix products, exactly and for all places at once (Dao, Gu
/// 2024, arXiv:2405.21060, section 6): within chunks y = (T ⊙ C Bᵀ)(Δ ⊙ x) with T the decay from place to place, a
/// lower triangle; what chunks leave behind goes from chunk to chunk by a triangle of the same kind. Decays are
/// exponentials of differences of running sums, which never exceed 0.
/// </summary>
/// <remarks>
/// A sequence is padded to whole chunks with steps of length 0, which leave the state alone. The backward scan uses
/// transposed triangles, so the sequence itself is never reversed.
/// </remarks>
internal sealed class SelectiveScan
{
    private const int Longest = 64;
    // Its exponential is 0 whatever decay is added to it.
    private const double Never = 1e9;
    private readonly bool _isBackward;
    private readonly Dim _batch;
    private readonly Dim _length;
    private readonly Dim _size;
    private readonly Dim _chunks;
    private readonly Dim _heads;
    private readonly Dim _groups;

    private SelectiveScan(StateSequence sequence, bool isBackward)
    {
        Shape x = sequence.Features.Shape;
        (_isBackward, _batch, _length, _heads, _groups) =
            (isBackward, x[0], x[1], x[2], sequence.Inputs.Shape[2]);
        bool isOne = _length.Known <= Longest;
        _size = isOne ? _length : Longest;
        _chunks = isOne ? 1 : Dim.CeilingDivide(_length, Longest);
    }

    /// <summary>y [batch, length, heads, width].</summary>
    /// <param name="sequence">What the state space reads.</param>
    /// <param name="isBackward">Whether the state goes from the last place to the first.</param>
    public static Value Apply(StateSequence sequence, bool isBackward)
        => new SelectiveScan(sequence, isBackward).Run(sequence);

    private Value Run(StateSequence sequence)
    {
        Value steps = Cut(sequence.Steps.Reshape([.. sequence.Steps.Shape, 1]));
        Value decay = steps * sequence.Rates.Reshape(_heads, 1, 1), x = Cut(sequence.Features) * steps;
        Value inputs = Cut(sequence.Inputs), outputs = Cut(sequence.Outputs);
        Value y = OfHeads(Groups(Within(decay)) * Shared(outputs.MatMul(inputs.SwapLast()))).MatMul(x);
        if (Before(sequence, decay, x, inputs) is { } states)
            y += Exp(decay, Running) * OfHeads(Shared(outputs).MatMul(Groups(states).SwapLast()));
        return y.Transpose(0, 1, 3, 2, 4).Reshape(_batch, _chunks * _size, _heads, y.Shape[-1])
            .Slice(1, 0, _length);
    }

    // [batch, length, heads, width] → [batch, chunks, heads, size, width]
    private Value Cut(Value x)
        => x.Pad(PaddingMode.Zeros, [1], [0], [_chunks * _size - _length])
            .Reshape(_batch, _chunks, _size, x.Shape[2], x.Shape[3]).Transpose(0, 1, 3, 2, 4);

    // [.., heads, m, n] → [.., groups, heads of a group, m, n]
    private Value Groups(Value x)
        => x.Reshape(x.Shape[0], x.Shape[1], _groups, _heads / _groups, x.Shape[-2], x.Shape[-1]);

    // [.., groups, m, n] → [.., groups, 1, m, n]
    private static Value Shared(Value x)
        => x.Reshape(x.Shape[0], x.Shape[1], x.Shape[2], 1, x.Shape[3], x.Shape[4]);

    private Value OfHeads(Value x) => x.Reshape(_batch, _chunks, _heads, x.Shape[-2], x.Shape[-1]);

    // T of every chunk [batch, chunks, heads, size, size].
    private Value Within(Value decay) => Exp(decay, sums =>
    {
        Value running = Running(sums);
        return running - running.SwapLast() + Forbidden(sums.Interpreter, _size, isStrict: false);
    });

    /// <summary>
    /// The states before every chunk [batch, chunks, heads, width, size], or null where they are zero.
    /// </summary>
    private Value? Before(StateSequence sequence, Value decay, Value x, Value inputs)
    {
        Value? first = sequence.First;
        if (_chunks.Known == 1) return first?.Reshape([1, 1, .. first.Shape]);
        Dim width = x.Shape[-1], size = inputs.Shape[-1];
        // What every chunk leaves behind.
        Value kept = x * Exp(decay, sums => sums.Reduce(Reduction.Sum, 3) - Running(sums));
        Value left = OfHeads(Groups(kept).SwapLast().MatMul(Shared(inputs)))
            .Transpose(0, 2, 1, 3, 4).Reshape(_batch, _heads, _chunks, width * size);
        Value whole = decay.Reduce(Reduction.Sum, 3).Transpose(0, 2, 1, 3, 4).Reshape(_batch, _heads, _chunks, 1);
        Value states = Exp(whole, sums =>
        {
            Value running = Running(sums, isStrict: true);
            return running - (running + sums).SwapLast() + Forbidden(sums.Interpreter, _chunks, isStrict: true);
        }).MatMul(left);
        if (first is not null)
            states += Exp(whole, sums => Running(sums, isStrict: true)) * first.Reshape(1, _heads, 1, width * size);
        return states.Reshape(_batch, _heads, _chunks, width, size).Transpose(0, 2, 1, 3, 4);
    }

    private static Value Exp(Value decay, Func<Value, Value> exponent)
        => decay.Interpreter.InFullPrecision(decay, full => exponent(full).Exp());

    private Value Running(Value x) => Running(x, isStrict: false);

    // Sums over the places so far, the place itself included unless strict: [.., places, 1].
    private Value Running(Value x, bool isStrict) => Triangle(x.Interpreter, x.Shape[-2], isStrict).MatMul(x);

    private Value Forbidden(Interpreter interpreter, Dim places, bool isStrict)
        => (Triangle(interpreter, places, isStrict) - 1) * Never;

    // [places, places]: 1 where the state at a row's place has passed the column's.
    private Value Triangle(Interpreter interpreter, Dim places, bool isStrict)
        => interpreter.Table($"triangle {places} {isStrict} {_isBackward}", () =>
    {
        Value row = interpreter.Sequence(places).Reshape(places, 1), column = row.Reshape(1, places);
        (Value now, Value then) = _isBackward ? (column, row) : (row, column);
        return (isStrict ? then + 1 : then).With(BinaryFunction.LessOrEqual, now);
    });
}
