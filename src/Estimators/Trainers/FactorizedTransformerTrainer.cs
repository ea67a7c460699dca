using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators.Factorized;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Trains FactFormer (Li, Shu, Barati Farimani 2023, arXiv:2305.17560) in two or three dimensions: attention over all grid points
/// as a chain of learned integral kernels, one an axis. One model serves every grid.
/// </summary>
public sealed class FactorizedTransformerTrainer : OperatorTrainerBase
{
    private readonly FactorizedTransformerOptions _architecture;

    /// <summary>A trainer with a copy of the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public FactorizedTransformerTrainer(MLContext mlContext, Options options)
        : base(mlContext, options) => _architecture = options.Define();

    /// <inheritdoc/>
    protected override int Dimensions => _architecture.Dimensions;

    /// <inheritdoc/>
    protected override NeuralOperator Define(int inputChannels, int outputChannels)
        => new FactorizedTransformer(_architecture with { InputChannels = inputChannels, OutputChannels = outputChannels });

    /// <summary>Columns, architecture and training of a FactFormer.</summary>
    public sealed class Options : FactorizedTrainerOptions
    {
        /// <summary>Blocks of attention.</summary>
        public int Layers = 4;

        /// <summary>
        /// Steps in time that a latent field is marched through after the blocks, each giving an equal share of the label's channels,
        /// which is checked when data is seen; 0 reads the whole output off the last block.
        /// </summary>
        public int LatentSteps;

        /// <summary>Width of the latent field over <see cref="FactorizedTrainerOptions.Channels"/>.</summary>
        public double LatentRatio = 2;

        internal FactorizedTransformerOptions Define() => Common(new FactorizedTransformerOptions
        {
            Layers = Layers,
            LatentSteps = LatentSteps,
            LatentRatio = LatentRatio,
        });

        private protected override FactorizedAttentionOptions Architecture() => Define() with { OutputChannels = Math.Max(1, LatentSteps) };
    }
}

public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>FactFormer (Li, Shu, Barati Farimani 2023, arXiv:2305.17560) with options.</summary>
    /// <param name="labelColumnName">The field to learn.</param>
    /// <param name="featureColumnName">The field to learn from.</param>
    /// <param name="options">Architecture and training. Column names given here win over those of the options.</param>
    public FactorizedTransformerTrainer FactorizedTransformer(string labelColumnName, string featureColumnName,
        FactorizedTransformerTrainer.Options options)
        => new(_mlContext, Named(options, labelColumnName, featureColumnName));

    /// <summary>FactFormer (Li, Shu, Barati Farimani 2023, arXiv:2305.17560) with options.</summary>
    /// <param name="options">Columns, architecture and training.</param>
    public FactorizedTransformerTrainer FactorizedTransformer(FactorizedTransformerTrainer.Options options) => new(_mlContext, options);

    /// <summary>A two-dimensional FactFormer (Li, Shu, Barati Farimani 2023, arXiv:2305.17560).</summary>
    /// <param name="labelColumnName">The field to learn.</param>
    /// <param name="featureColumnName">The field to learn from.</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="points">Where the grid points stand.</param>
    /// <param name="channels">Channels between the layers; even.</param>
    /// <param name="layers">Blocks of attention.</param>
    /// <param name="epochs">Passes over the data.</param>
    /// <param name="learningRate">The largest learning rate.</param>
    public FactorizedTransformerTrainer FactorizedTransformer(string labelColumnName = "Label", string featureColumnName = "Features",
        string scoreColumnName = "Score", GridPoints points = GridPoints.Closed, int channels = 64, int layers = 4,
        int epochs = 50, double learningRate = 1e-3)
        => new(_mlContext, new FactorizedTransformerTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ScoreColumnName = scoreColumnName,
            Points = points,
            Channels = channels,
            Layers = layers,
            Epochs = epochs,
            LearningRate = learningRate,
        });
}
