namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Keeps float16 gradients from vanishing: losses are multiplied by a power of two, which falls when a gradient
/// overflows and rises again after many that do not (Micikevicius et al. 2018, arXiv:1710.03740). Otherwise it is 1 and
/// does nothing.
/// </summary>
internal sealed class LossScale(bool isActive)
{
    private const int Patience = 1000;
    private const double Smallest = 1;
    private int _accepted;

    /// <summary>The factor of the loss.</summary>
    public double Factor { get; private set; } = isActive ? 65536 : 1;

    /// <summary>
    /// Takes the factor off a gradient; false when it overflowed and has to be computed again with a smaller one.
    /// </summary>
    public bool Accept(torch.Tensor gradient)
    {
        if (!isActive) return true;
        bool isFinite = double.IsFinite(gradient.sum().item<float>());
        if (!isFinite && Factor > Smallest)
        {
            (Factor, _accepted) = (Factor / 2, 0);
            return false;
        }
        gradient.Scale(1 / Factor);
        if (++_accepted % Patience == 0) Factor *= 2;
        return true;
    }
}
