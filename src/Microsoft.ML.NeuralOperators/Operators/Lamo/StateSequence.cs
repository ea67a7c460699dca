namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// What a selective state space reads at every place of a sequence. A state S of every head [width, size] goes from
/// place to place, S ← exp(Δ a) S + Δ x Bᵀ, and gives y = S C.
/// </summary>
/// <param name="Features">x [batch, length, heads, width].</param>
/// <param name="Steps">Δ [batch, length, heads], above zero.</param>
/// <param name="Inputs">B [batch, length, groups, size]; every group of heads has its own.</param>
/// <param name="Outputs">C, as B.</param>
/// <param name="Rates">a [heads], below zero.</param>
/// <param name="First">The state before the first place [heads, width, size]; zero when null.</param>
internal sealed record StateSequence(Value Features, Value Steps, Value Inputs, Value Outputs, Value Rates,
    Value? First = null);
