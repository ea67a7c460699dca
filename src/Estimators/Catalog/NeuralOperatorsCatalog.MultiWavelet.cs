namespace Microsoft.ML.NeuralOperators;

public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>
    /// The multiwavelet operator MWT (Gupta, Xiao, Bogdan 2021, arXiv:2109.13459): kernels in a basis of piecewise
    /// polynomial wavelets, on all scales at once.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer Mwt(string labelColumnName = "Label", string featureColumnName = "Features",
        MwtOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            Clipped(8e-3) with { WeightDecay = 1e-5, Loss = Loss.RelativeL2 });
}
