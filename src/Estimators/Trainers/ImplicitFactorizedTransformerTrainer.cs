using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators.Factorized;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Trains IFactFormer-m (Yang, Wang, Wang 2024, arXiv:2412.18840) in two or three dimensions: one block of factorised attention,
/// iterated with the same weights, made for long roll-outs of turbulent flow. One model serves every grid.
/// </summary>
public sealed class ImplicitFactorizedTransformerTrainer : OperatorTrainerBase
{
    private readonly ImplicitFactorizedTransformerOptions _architecture;

    /// <summary>A trainer with a copy of the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public ImplicitFactorizedTransformerTrainer(MLContext mlContext, Options options)
        : base(mlContext, options) => _architecture = options.Define();

    /// <inheritdoc/>
    protected override int Dimensions => _architecture.Dimensions;

    /// <inheritdoc/>
    protected override NeuralOperator Define(int inputChannels, int outputChannels)
        => new ImplicitFactorizedTransformer(_architecture with { InputChannels = inputChannels, OutputChannels = outputChannels });

    /// <summary>Columns, architecture and training of an IFactFormer.</summary>
    public sealed class Options : FactorizedTrainerOptions
    {
        /// <summary>Blocks of attention with weights of their own, each of them iterated.</summary>
        public int Layers = 1;

        /// <summary>How often every block is applied with the same weights.</summary>
        public int Iterations = 10;

        /// <summary>Whether every axis integrates the values for itself (IFactFormer-m), instead of one after the other (IFactFormer-o).</summary>
        public bool IsParallel = true;

        /// <summary>
        /// Whether every input channel is lifted for itself first; the number of input channels then divides half of
        /// <see cref="FactorizedTrainerOptions.Channels"/>, which is checked when data is seen.
        /// </summary>
        public bool LiftsChannelsSeparately;

        internal ImplicitFactorizedTransformerOptions Define() => Common(new ImplicitFactorizedTransformerOptions
        {
            Layers = Layers,
            Iterations = Iterations,
            IsParallel = IsParallel,
            LiftsChannelsSeparately = LiftsChannelsSeparately,
        });

        private protected override FactorizedAttentionOptions Architecture() => Define();
    }
}

public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>IFactFormer-m (Yang, Wang, Wang 2024, arXiv:2412.18840) with options.</summary>
    /// <param name="labelColumnName">The field to learn.</param>
    /// <param name="featureColumnName">The field to learn from.</param>
    /// <param name="options">Architecture and training. Column names given here win over those of the options.</param>
    public ImplicitFactorizedTransformerTrainer ImplicitFactorizedTransformer(string labelColumnName, string featureColumnName,
        ImplicitFactorizedTransformerTrainer.Options options)
        => new(_mlContext, Named(options, labelColumnName, featureColumnName));

    /// <summary>IFactFormer-m (Yang, Wang, Wang 2024, arXiv:2412.18840) with options.</summary>
    /// <param name="options">Columns, architecture and training.</param>
    public ImplicitFactorizedTransformerTrainer ImplicitFactorizedTransformer(ImplicitFactorizedTransformerTrainer.Options options) => new(_mlContext, options);

    /// <summary>A two-dimensional IFactFormer-m (Yang, Wang, Wang 2024, arXiv:2412.18840).</summary>
    /// <param name="labelColumnName">The field to learn.</param>
    /// <param name="featureColumnName">The field to learn from.</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="points">Where the grid points stand.</param>
    /// <param name="channels">Channels between the layers; even.</param>
    /// <param name="iterations">How often the block is applied.</param>
    /// <param name="epochs">Passes over the data.</param>
    /// <param name="learningRate">The largest learning rate.</param>
    public ImplicitFactorizedTransformerTrainer ImplicitFactorizedTransformer(string labelColumnName = "Label", string featureColumnName = "Features",
        string scoreColumnName = "Score", GridPoints points = GridPoints.Closed, int channels = 64, int iterations = 10,
        int epochs = 50, double learningRate = 1e-3)
        => new(_mlContext, new ImplicitFactorizedTransformerTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ScoreColumnName = scoreColumnName,
            Points = points,
            Channels = channels,
            Iterations = iterations,
            Epochs = epochs,
            LearningRate = learningRate,
        });
}
