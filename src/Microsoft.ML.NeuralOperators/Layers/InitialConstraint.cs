namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Makes a field over time and space, [batch, channels, time, space…], equal its initial state at the first time: u₀ +
/// t·v with t from 0 to 1 along the time axis and v what an operator predicts.
/// </summary>
public sealed class InitialConstraint : Layer
{
    /// <summary>Applies the condition.</summary>
    /// <param name="v">The prediction, in physical units.</param>
    /// <param name="initial">A field of the same shape that holds the initial state at its first time.</param>
    public Value Apply(Value v, Value initial)
    {
        Interpreter interpreter = v.Interpreter;
        Dim times = v.Shape[2];
        Value t = interpreter.Table($"unit time {times}",
            () => interpreter.Sequence(times) / interpreter.Number(Dim.Max(times - 1, 1)));
        return initial.Slice(2, 0, 1) + v * t.AlongAxis(0, v.Rank - 2);
    }
}
