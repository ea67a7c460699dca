namespace Microsoft.ML.NeuralOperators;

/// <summary>Update rules.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay (AdamW).</summary>
    AdamW,
    /// <summary>Adam with the weight decay in the gradient, as the published MgNO and FNO programs use it.</summary>
    Adam,
    /// <summary>Gradient descent with Nesterov momentum 0.9.</summary>
    Sgd,
    /// <summary>
    /// Limited-memory BFGS with a strong Wolfe line search; the learning rate is the first step it tries, 1 as a rule.
    /// With a batch that holds all samples it is deterministic.
    /// </summary>
    Lbfgs,
}
