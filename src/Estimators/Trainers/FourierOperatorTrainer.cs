using Microsoft.ML.NeuralOperators.Operators.Fourier;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Trains a Fourier neural operator (Li et al. 2021, arXiv:2010.08895) in one, two or three dimensions: global convolutions
/// with kernels on few Fourier modes, so that one model serves every resolution.
/// </summary>
public sealed class FourierOperatorTrainer : OperatorTrainerBase
{
    private readonly FourierOperatorOptions _architecture;

    /// <summary>A trainer with a copy of the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public FourierOperatorTrainer(MLContext mlContext, Options options)
        : base(mlContext, options) => _architecture = options.Architecture(1, 1);

    /// <inheritdoc/>
    protected override int Dimensions => _architecture.NumberOfModes.Count;

    /// <inheritdoc/>
    protected override NeuralOperator Define(int inputChannels, int outputChannels)
        => new FourierOperator(_architecture with { InputChannels = inputChannels, OutputChannels = outputChannels });

    /// <summary>Columns, architecture and training of a Fourier neural operator.</summary>
    public sealed class Options : OperatorTrainerOptions
    {
        /// <summary>
        /// Modes kept along each grid axis, over the full spectrum (16 keeps -8…7): one, two or three numbers. Training needs as many
        /// points along the axis; coarser grids are scored, but what they cannot tell apart is then counted twice.
        /// </summary>
        public int[] NumberOfModes = [16, 16];

        /// <summary>Channels between the layers.</summary>
        public int HiddenChannels = 32;

        /// <summary>Fourier layers.</summary>
        public int Layers = 4;

        /// <summary>Width of the lifting's hidden layer over <see cref="HiddenChannels"/>.</summary>
        public double LiftingRatio = 2;

        /// <summary>Width of the projection's hidden layer over <see cref="HiddenChannels"/>.</summary>
        public double ProjectionRatio = 2;

        /// <summary>Width of the channel MLPs' hidden layers over <see cref="HiddenChannels"/>; 0 leaves the MLPs out.</summary>
        public double ChannelMlpExpansion = 0.5;

        /// <summary>Whether the coordinates of the points are appended to the input.</summary>
        public bool GridEmbedding = true;

        /// <summary>Zeros around the domain, as a fraction of each axis at each end; 0 for periodic fields.</summary>
        public double DomainPadding;

        /// <summary>The axes that are padded; all when null. Periodic axes should not be.</summary>
        public int[]? PaddedAxes;

        /// <summary>Whether the first axis is time and the output equals the input at its first point exactly.</summary>
        public bool HasInitialConstraint;

        /// <summary>Whether the last channels of the input, as many as the output has, are added to the output: for one step in time.</summary>
        public bool HasOutputResidual;

        /// <summary>Normalisation after the spectral convolution and after the channel MLP of every layer.</summary>
        public NormalizationKind Normalization = NormalizationKind.None;

        /// <inheritdoc/>
        public override IEnumerable<string> Faults()
            => NumberOfModes is null ? base.Faults().Append("NumberOfModes is null") : base.Faults().Concat(Architecture(int.MaxValue, 1).Faults());

        /// <inheritdoc/>
        protected internal override OperatorTrainerOptions Copy()
        {
            var copy = (Options)base.Copy();
            copy.NumberOfModes = [.. NumberOfModes];
            copy.PaddedAxes = PaddedAxes is null ? null : [.. PaddedAxes];
            return copy;
        }

        internal FourierOperatorOptions Architecture(int inputChannels, int outputChannels) => new()
        {
            NumberOfModes = [.. NumberOfModes],
            InputChannels = inputChannels,
            OutputChannels = outputChannels,
            HiddenChannels = HiddenChannels,
            Layers = Layers,
            LiftingRatio = LiftingRatio,
            ProjectionRatio = ProjectionRatio,
            ChannelMlpExpansion = ChannelMlpExpansion,
            GridEmbedding = GridEmbedding,
            DomainPadding = DomainPadding,
            PaddedAxes = PaddedAxes is null ? null : [.. PaddedAxes],
            HasInitialConstraint = HasInitialConstraint,
            HasOutputResidual = HasOutputResidual,
            Normalization = Normalization,
        };
    }
}

public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>A Fourier neural operator (Li et al. 2021, arXiv:2010.08895) with options.</summary>
    /// <param name="labelColumnName">The field to learn.</param>
    /// <param name="featureColumnName">The field to learn from.</param>
    /// <param name="options">Architecture and training. Column names given here win over those of the options.</param>
    public FourierOperatorTrainer Fourier(string labelColumnName, string featureColumnName, FourierOperatorTrainer.Options options)
        => new(_mlContext, Named(options, labelColumnName, featureColumnName));

    /// <summary>A Fourier neural operator (Li et al. 2021, arXiv:2010.08895) with options.</summary>
    /// <param name="options">Columns, architecture and training.</param>
    public FourierOperatorTrainer Fourier(FourierOperatorTrainer.Options options) => new(_mlContext, options);

    /// <summary>A two-dimensional Fourier neural operator (Li et al. 2021, arXiv:2010.08895).</summary>
    /// <param name="labelColumnName">The field to learn.</param>
    /// <param name="featureColumnName">The field to learn from.</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="numberOfModes">Fourier modes kept along both axes, over the full spectrum (16 keeps -8…7).</param>
    /// <param name="hiddenChannels">Channels between the layers.</param>
    /// <param name="layers">Fourier layers.</param>
    /// <param name="epochs">Passes over the data.</param>
    /// <param name="learningRate">The largest learning rate.</param>
    public FourierOperatorTrainer Fourier(string labelColumnName = "Label", string featureColumnName = "Features",
        string scoreColumnName = "Score", int numberOfModes = 16, int hiddenChannels = 32, int layers = 4, int epochs = 50,
        double learningRate = 5e-3)
        => new(_mlContext, new FourierOperatorTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ScoreColumnName = scoreColumnName,
            NumberOfModes = [numberOfModes, numberOfModes],
            HiddenChannels = hiddenChannels,
            Layers = layers,
            Epochs = epochs,
            LearningRate = learningRate,
        });
}
