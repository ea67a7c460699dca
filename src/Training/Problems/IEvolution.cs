namespace Microsoft.ML.NeuralOperators.Problems;

/// <summary>The states of some samples, which go on in time together.</summary>
internal interface IEvolution
{
    /// <summary>Goes on by a step. Tensors it makes belong to the caller's dispose scope.</summary>
    /// <param name="time">Length of the step.</param>
    void Step(double time);

    /// <summary>The states at the points that are kept, [samples, channels, grid…].</summary>
    torch.Tensor Values();
}
