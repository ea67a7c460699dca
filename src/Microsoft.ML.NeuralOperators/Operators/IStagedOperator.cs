namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// An operator whose output is a sum of stages, which are trained one after the other: each on what those before it
/// leave of the labels.
/// </summary>
internal interface IStagedOperator
{
    /// <summary>Shares of the epochs of each stage; they add up to 1.</summary>
    IReadOnlyList<double> EpochShares { get; }

    /// <summary>Folds of cross-fitting; 1 for none.</summary>
    int Folds { get; }

    /// <summary>Stages after the first: what the outputs of each are multiplied with, [channels].</summary>
    IReadOnlyList<ParameterDeclaration> Scales { get; }

    /// <summary>
    /// What trains a stage: an operator from the input and, after the first stage, the sum of those before it to the
    /// sum with it. Its parameters have the names that they have in the whole. A new one at every call.
    /// </summary>
    /// <param name="stage">The stage, from 0.</param>
    /// <param name="scale">Values of its <see cref="Scales"/>; null for ones.</param>
    NeuralOperator Stage(int stage, float[]? scale = null);
}
