using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators.LatentSpectral;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Trains LSM, the latent spectral model (Wu et al. 2023, arXiv:2301.12664), in one, two or three dimensions: a U-shaped
/// network that solves on every scale in a space of few latent tokens, at any grid size.
/// </summary>
public sealed class LatentSpectralOperatorTrainer : OperatorTrainerBase
{
    private readonly LatentSpectralOperatorOptions _architecture;

    /// <summary>A trainer with a copy of the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public LatentSpectralOperatorTrainer(MLContext mlContext, Options options)
        : base(mlContext, options) => _architecture = options.Architecture();

    /// <inheritdoc/>
    protected override int Dimensions => _architecture.Dimensions;

    /// <inheritdoc/>
    protected override NeuralOperator Define(int inputChannels, int outputChannels)
        => new LatentSpectralOperator(_architecture with { InputChannels = inputChannels, OutputChannels = outputChannels });

    /// <summary>Columns, architecture and training of a latent spectral model.</summary>
    public sealed class Options : OperatorTrainerOptions
    {
        /// <summary>Number of grid axes: 1, 2 or 3.</summary>
        public int Dimensions = 2;

        /// <summary>Channels on the finest scale; they double from scale to scale, except to the coarsest. Published: 32 to 64.</summary>
        public int HiddenChannels = 32;

        /// <summary>Scales of the network, each with half the points of the one above.</summary>
        public int Scales = 5;

        /// <summary>Attention heads; divides <see cref="HiddenChannels"/>.</summary>
        public int Heads = 8;

        /// <summary>Latent tokens that every patch is projected to.</summary>
        public int Tokens = 4;

        /// <summary>Sine and cosine functions each of the latent transform.</summary>
        public int BasisFunctions = 12;

        /// <summary>
        /// Normalisation behind every convolution. With <see cref="ConvolutionNormalization.Batch"/> every worker normalises its
        /// part of the batch, so <see cref="OperatorTrainerOptions.BatchSize"/> should be several times the number of workers;
        /// <see cref="ConvolutionNormalization.Instance"/> suits small batches and steps in time.
        /// </summary>
        public ConvolutionNormalization Normalization = ConvolutionNormalization.Batch;

        /// <summary>Nonlinearity behind every convolution.</summary>
        public Activation Activation = Activation.Relu;

        /// <summary>Whether the coordinates of the points, 0 to 1 along each axis, are appended to the input.</summary>
        public bool GridEmbedding = true;

        /// <summary>Width of the lifting's hidden layer over <see cref="HiddenChannels"/>; 0 makes the lifting one linear map.</summary>
        public double LiftingRatio = 2;

        /// <summary>Width of the projection's hidden layer over <see cref="HiddenChannels"/>.</summary>
        public double ProjectionRatio = 2;

        /// <summary>Options with the authors' update rule: Adam, a largest rate of 1e-3.</summary>
        public Options()
        {
            Optimizer = OptimizerKind.Adam;
            LearningRate = 1e-3;
        }

        /// <inheritdoc/>
        public override IEnumerable<string> Faults() => base.Faults().Concat(Architecture().Faults());

        internal LatentSpectralOperatorOptions Architecture() => new()
        {
            Dimensions = Dimensions,
            HiddenChannels = HiddenChannels,
            Scales = Scales,
            Heads = Heads,
            Tokens = Tokens,
            BasisFunctions = BasisFunctions,
            Normalization = Normalization,
            Activation = Activation,
            GridEmbedding = GridEmbedding,
            LiftingRatio = LiftingRatio,
            ProjectionRatio = ProjectionRatio,
        };
    }
}

public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>The latent spectral model LSM (Wu et al. 2023, arXiv:2301.12664) with options.</summary>
    /// <param name="labelColumnName">The field to learn.</param>
    /// <param name="featureColumnName">The field to learn from.</param>
    /// <param name="options">Architecture and training. Column names given here win over those of the options.</param>
    public LatentSpectralOperatorTrainer LatentSpectral(string labelColumnName, string featureColumnName, LatentSpectralOperatorTrainer.Options options)
        => new(_mlContext, Named(options, labelColumnName, featureColumnName));

    /// <summary>The latent spectral model LSM (Wu et al. 2023, arXiv:2301.12664) with options.</summary>
    /// <param name="options">Columns, architecture and training.</param>
    public LatentSpectralOperatorTrainer LatentSpectral(LatentSpectralOperatorTrainer.Options options) => new(_mlContext, options);

    /// <summary>A two-dimensional latent spectral model LSM (Wu et al. 2023, arXiv:2301.12664).</summary>
    /// <param name="labelColumnName">The field to learn.</param>
    /// <param name="featureColumnName">The field to learn from.</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="hiddenChannels">Channels on the finest scale, a multiple of the 8 attention heads.</param>
    /// <param name="scales">Scales, each with half the points of the one above.</param>
    /// <param name="epochs">Passes over the data.</param>
    /// <param name="learningRate">The largest learning rate.</param>
    public LatentSpectralOperatorTrainer LatentSpectral(string labelColumnName = "Label", string featureColumnName = "Features",
        string scoreColumnName = "Score", int hiddenChannels = 32, int scales = 5, int epochs = 50, double learningRate = 1e-3)
        => new(_mlContext, new LatentSpectralOperatorTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ScoreColumnName = scoreColumnName,
            HiddenChannels = hiddenChannels,
            Scales = scales,
            Epochs = epochs,
            LearningRate = learningRate,
        });
}
