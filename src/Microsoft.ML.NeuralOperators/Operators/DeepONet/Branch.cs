namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The branch of a DeepONet, which turns an input function at fixed sensors into the coefficients of the basis
/// functions: one network for all of them, or in the stacked form one for each.
/// </summary>
/// <param name="inputs">Channels times sensors.</param>
/// <param name="coefficients">Coefficients.</param>
/// <param name="options">The architecture.</param>
internal sealed class Branch(int inputs, int coefficients, DeepONetOptions options)
    : Perceptron(inputs, options.BranchWidths,
    options.IsStacked ? 1 : coefficients, options, copies: options.IsStacked ? coefficients : null)
{
    private readonly bool _isStacked = options.IsStacked;
    private readonly int _inputs = inputs;

    /// <summary>[batch, channels, sensors] → [batch, coefficients].</summary>
    public Value Coefficients(Value sensors)
    {
        Value b = Apply(sensors.Reshape(sensors.Shape[0], _inputs));
        // Stacked networks give their results with the copies first: [coefficients, batch, 1].
        return _isStacked ? b.Reshape(b.Shape[0], sensors.Shape[0]).Transpose(1, 0) : b;
    }
}
