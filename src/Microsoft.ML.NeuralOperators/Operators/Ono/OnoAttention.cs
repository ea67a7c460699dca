namespace Microsoft.ML.NeuralOperators;

/// <summary>How the points of an <see cref="Ono"/> hear of each other.</summary>
public enum OnoAttention
{
    /// <summary>
    /// q(kᵀv)/n + q with softmax of q and k over the channels of a head: the published program's "linear".
    /// </summary>
    Normalized,
    /// <summary>
    /// q(kᵀv)/√d with softmax of q over the channels of a head and of k over the points: its "selfAttention".
    /// </summary>
    Linear,
    /// <summary>
    /// Softmax attention by way of means of consecutive points (Xiong et al. 2021, arXiv:2102.03902): its "nystrom".
    /// Neighbours in the order of the points should be neighbours in space.
    /// </summary>
    Nystrom,
}
