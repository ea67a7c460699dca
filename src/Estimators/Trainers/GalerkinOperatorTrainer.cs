using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators.Galerkin;
using Microsoft.ML.NeuralOperators.Training;
using Microsoft.ML.NeuralOperators.Training.Schedules;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Trains the Galerkin or the Fourier transformer (Cao 2021, arXiv:2105.14995) in one, two or three dimensions: attention
/// without softmax between the points of a coarser grid, and a spectral regressor on the field's own, at any grid size.
/// </summary>
public sealed class GalerkinOperatorTrainer : OperatorTrainerBase
{
    private readonly GalerkinOperatorOptions _architecture;

    /// <summary>A trainer with a copy of the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public GalerkinOperatorTrainer(MLContext mlContext, Options options)
        : base(mlContext, options) => _architecture = options.Architecture();

    /// <inheritdoc/>
    protected override int Dimensions => _architecture.NumberOfModes.Count;

    /// <inheritdoc/>
    protected override NeuralOperator Define(int inputChannels, int outputChannels)
        => new GalerkinOperator(_architecture with { InputChannels = inputChannels, OutputChannels = outputChannels });

    /// <summary>Columns, architecture and training of a Galerkin or Fourier transformer; defaults are the published ones for Darcy flow.</summary>
    public sealed class Options : OperatorTrainerOptions
    {
        /// <summary>Channels of the transformer.</summary>
        public int HiddenChannels = 128;

        /// <summary>Attention heads; divides <see cref="HiddenChannels"/>.</summary>
        public int Heads = 4;

        /// <summary>Transformer blocks.</summary>
        public int Layers = 6;

        /// <summary>How queries, keys and values meet: Galerkin, Fourier, or one of two ordinary kinds.</summary>
        public AttentionKind Attention = AttentionKind.Galerkin;

        /// <summary>Width of the blocks' hidden layers over <see cref="HiddenChannels"/>.</summary>
        public double FeedForwardRatio = 2;

        /// <summary>Nonlinearity of the blocks and of the way to the coarse grid.</summary>
        public Activation Activation = Activation.Relu;

        /// <summary>
        /// Points of the transformer's grid along each axis over those of the field's; 1 leaves convolutions and interpolation
        /// out. The published Darcy model has 43 of 141.
        /// </summary>
        public double CoarseFraction = 0.305;

        /// <summary>
        /// Fourier modes of the regressor along each grid axis, counted over the full spectrum: one, two or three numbers, as
        /// many as axes. 24 and 22 are the published 12 of either sign and 12 of the half spectrum.
        /// </summary>
        public int[] NumberOfModes = [24, 22];

        /// <summary>Channels of the regressor's spectral layers.</summary>
        public int RegressorChannels = 32;

        /// <summary>Spectral layers of the regressor.</summary>
        public int RegressorLayers = 2;

        /// <summary>Whether the regressor begins with a map of its input and the points' coordinates; the published one-dimensional model does not.</summary>
        public bool HasRegressorLifting = true;

        /// <summary>Width of the hidden layer behind the spectral layers.</summary>
        public int ProjectionChannels = 128;

        /// <summary>
        /// Share of numbers dropped in training behind attention, feed-forward maps and the way to the coarse grid (published:
        /// 0.05).
        /// </summary>
        public double Dropout;

        /// <summary>Share of numbers dropped in training inside the feed-forward maps (published: 0.1).</summary>
        public double FeedForwardDropout;

        /// <summary>Added to the variance by the norms in the attention; published 1e-7, and 1e-5 for fine grids.</summary>
        public double NormEpsilon = 1e-7;

        /// <summary>Factor of the random part of the first query, key and value maps; published 0.01, and 0.001 with Fourier attention.</summary>
        public double InitialGain = 0.01;

        /// <summary>Factor of the identity in the first query, key and value maps.</summary>
        public double InitialDiagonal = 0.01;

        /// <summary>Whether the output is zero at the outermost points.</summary>
        public bool IsZeroAtBoundary;

        /// <summary>Options with the authors' training: Adam without weight decay, one cycle up to 1e-3, gradients clipped at 0.99.</summary>
        public Options()
        {
            Optimizer = OptimizerKind.Adam;
            Schedule = LearningRateSchedule.OneCycle;
            LearningRate = 1e-3;
            WeightDecay = 0;
            GradientClipNorm = 0.99;
        }

        /// <inheritdoc/>
        public override IEnumerable<string> Faults()
            => NumberOfModes is null ? base.Faults().Append("NumberOfModes is null") : base.Faults().Concat(Architecture().Faults());

        /// <inheritdoc/>
        protected internal override OperatorTrainerOptions Copy()
        {
            var copy = (Options)base.Copy();
            copy.NumberOfModes = [.. NumberOfModes];
            return copy;
        }

        internal GalerkinOperatorOptions Architecture() => new()
        {
            HiddenChannels = HiddenChannels,
            Heads = Heads,
            Layers = Layers,
            Attention = Attention,
            FeedForwardRatio = FeedForwardRatio,
            Activation = Activation,
            CoarseFraction = CoarseFraction,
            NumberOfModes = [.. NumberOfModes],
            RegressorChannels = RegressorChannels,
            RegressorLayers = RegressorLayers,
            HasRegressorLifting = HasRegressorLifting,
            ProjectionChannels = ProjectionChannels,
            Dropout = Dropout,
            FeedForwardDropout = FeedForwardDropout,
            NormEpsilon = NormEpsilon,
            InitialGain = InitialGain,
            InitialDiagonal = InitialDiagonal,
            IsZeroAtBoundary = IsZeroAtBoundary,
        };
    }
}

public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>The Galerkin or the Fourier transformer (Cao 2021, arXiv:2105.14995) with options.</summary>
    /// <param name="labelColumnName">The field to learn.</param>
    /// <param name="featureColumnName">The field to learn from.</param>
    /// <param name="options">Architecture and training. Column names given here win over those of the options.</param>
    public GalerkinOperatorTrainer Galerkin(string labelColumnName, string featureColumnName, GalerkinOperatorTrainer.Options options)
        => new(_mlContext, Named(options, labelColumnName, featureColumnName));

    /// <summary>The Galerkin or the Fourier transformer (Cao 2021, arXiv:2105.14995) with options.</summary>
    /// <param name="options">Columns, architecture and training.</param>
    public GalerkinOperatorTrainer Galerkin(GalerkinOperatorTrainer.Options options) => new(_mlContext, options);

    /// <summary>A two-dimensional Galerkin or Fourier transformer (Cao 2021, arXiv:2105.14995).</summary>
    /// <param name="labelColumnName">The field to learn.</param>
    /// <param name="featureColumnName">The field to learn from.</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="attention">How queries, keys and values meet.</param>
    /// <param name="hiddenChannels">Channels of the transformer, a multiple of its 4 heads.</param>
    /// <param name="layers">Transformer blocks.</param>
    /// <param name="epochs">Passes over the data.</param>
    /// <param name="learningRate">The largest learning rate.</param>
    public GalerkinOperatorTrainer Galerkin(string labelColumnName = "Label", string featureColumnName = "Features",
        string scoreColumnName = "Score", AttentionKind attention = AttentionKind.Galerkin, int hiddenChannels = 128, int layers = 6,
        int epochs = 50, double learningRate = 1e-3)
        => new(_mlContext, new GalerkinOperatorTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ScoreColumnName = scoreColumnName,
            Attention = attention,
            HiddenChannels = hiddenChannels,
            Layers = layers,
            Epochs = epochs,
            LearningRate = learningRate,
        });
}
