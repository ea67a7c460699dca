namespace Microsoft.ML.NeuralOperators;

// Convolutional networks; see also ResNet.
public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>
    /// A U-Net (Ronneberger et al. 2015, arXiv:1505.04597), by default with ConvNeXt blocks as The Well's strongest
    /// baseline (Ohana et al. 2024, arXiv:2412.00568): convolutions on ever coarser grids and back.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer UNet(string labelColumnName = "Label", string featureColumnName = "Features",
        UNetOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            Clipped(4e-3) with { WeightDecay = 1e-4 });

    /// <summary>
    /// SineNet (Zhang et al. 2024, arXiv:2403.19507): small U-shaped networks one after the other, each adding its
    /// part, for fluids that move far within a step.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer SineNet(string labelColumnName = "Label", string featureColumnName = "Features",
        SineNetOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            Clipped(4e-3) with { WeightDecay = 1e-5, Loss = Loss.RelativeL2 });
}
