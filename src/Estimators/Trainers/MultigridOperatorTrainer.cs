using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators.Fourier;
using Microsoft.ML.NeuralOperators.Operators.Multigrid;
using Microsoft.ML.NeuralOperators.Training;
using Microsoft.ML.NeuralOperators.Training.Schedules;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Trains MgNO, the multigrid neural operator (He, Liu, Xu 2024, arXiv:2310.19809), in one, two or three dimensions: every map
/// between neurons is a learned multigrid cycle, boundary conditions are built in, and one model serves every grid size.
/// </summary>
public sealed class MultigridOperatorTrainer : OperatorTrainerBase
{
    private readonly MultigridOperatorOptions _architecture;

    /// <summary>A trainer with a copy of the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public MultigridOperatorTrainer(MLContext mlContext, Options options)
        : base(mlContext, options) => _architecture = options.Architecture();

    /// <inheritdoc/>
    protected override int Dimensions => _architecture.Dimensions;

    /// <inheritdoc/>
    protected override NeuralOperator Define(int inputChannels, int outputChannels)
        => new MultigridOperator(_architecture with { InputChannels = inputChannels, OutputChannels = outputChannels });

    /// <summary>Columns, architecture and training of a multigrid neural operator.</summary>
    public sealed class Options : OperatorTrainerOptions
    {
        /// <summary>Number of grid axes: 1, 2 or 3.</summary>
        public int Dimensions = 2;

        /// <summary>Neurons of every layer.</summary>
        public int Channels = 24;

        /// <summary>Nonlinear layers.</summary>
        public int Layers = 4;

        /// <summary>
        /// Smoothing steps of every level, finest first. The coarsest level should have 4 to 8 points along an axis; more levels
        /// than the grid has do no harm, except to a W-cycle, which visits a level twice as often as the one above it.
        /// </summary>
        public SmoothingSteps[] Levels = [new(1), new(1), new(1), new(1), new(2)];

        /// <summary>Order in which the levels are visited.</summary>
        public MultigridCycleKind Cycle = MultigridCycleKind.V;

        /// <summary>
        /// How fields go on outside the domain. With Periodic, sizes are multiples of 2^(levels - 1), in training and scoring:
        /// others are refused, unless <see cref="OperatorTrainerOptions.ScoresOnTrainingGrid"/> interpolates them.
        /// </summary>
        public BoundaryCondition Boundary = BoundaryCondition.Dirichlet;

        /// <summary>Whether the prolongation continues fields by <see cref="Boundary"/> too; the published programs take zeros.</summary>
        public bool ContinuesProlongation = true;

        /// <summary>Whether the coarse right-hand side is the restricted residual, R(f - A u), instead of R f.</summary>
        public bool CorrectsResidual;

        /// <summary>Channels of level l: Channels·(1 + l·ChannelGrowth).</summary>
        public int ChannelGrowth;

        /// <summary>Whether a pointwise map of the layer's input is added to the cycle: the bias operator B of the paper.</summary>
        public bool HasBiasOperator = true;

        /// <summary>Whether the convolutions inside the cycles have a shift.</summary>
        public bool HasStencilBias;

        /// <summary>Normalisation of every cycle's result.</summary>
        public NormalizationKind Normalization = NormalizationKind.None;

        /// <summary>Nonlinearity of every layer.</summary>
        public Activation Activation = Activation.Gelu;

        /// <summary>Whether the input field is added to the output, for one step in time.</summary>
        public bool HasOutputResidual;

        /// <summary>Whether the output meets <see cref="Boundary"/> exactly, at the points that <see cref="ConstraintPoints"/> says.</summary>
        public bool HasHardConstraint;

        /// <summary>
        /// With <see cref="HasHardConstraint"/>: where the points are. Closed, the default: the outermost ones are on the boundary.
        /// Centred, for Dirichlet: half a cell inside, as in the data of DarcyFlow.
        /// </summary>
        public GridPoints ConstraintPoints;

        /// <summary>
        /// With <see cref="HasHardConstraint"/>: the first input channel with boundary values (Dirichlet) or outward normal
        /// derivatives (Neumann), as many channels as the label has; null for zero.
        /// </summary>
        public int? BoundaryChannel;

        /// <summary>Options with the field's usual training: Adam, one cycle up to 1e-3.</summary>
        public Options()
        {
            Optimizer = OptimizerKind.Adam;
            Schedule = LearningRateSchedule.OneCycle;
            LearningRate = 1e-3;
        }

        /// <inheritdoc/>
        public override IEnumerable<string> Faults()
        {
            // Channels of the fields are known when data is seen; the two rules that need them are checked then.
            MultigridOperatorOptions architecture = Architecture() with { HasOutputResidual = false, BoundaryChannel = null };
            IEnumerable<string> faults = base.Faults().Concat(architecture.Faults());
            return BoundaryChannel is null || HasHardConstraint ? faults : faults.Append("BoundaryChannel is set; expected HasHardConstraint with it");
        }

        /// <inheritdoc/>
        protected internal override OperatorTrainerOptions Copy()
        {
            var copy = (Options)base.Copy();
            copy.Levels = [.. Levels];
            return copy;
        }

        internal MultigridOperatorOptions Architecture() => new()
        {
            Dimensions = Dimensions,
            Channels = Channels,
            Layers = Layers,
            Levels = Levels is null ? [] : [.. Levels],
            Cycle = Cycle,
            Boundary = Boundary,
            ContinuesProlongation = ContinuesProlongation,
            CorrectsResidual = CorrectsResidual,
            ChannelGrowth = ChannelGrowth,
            HasBiasOperator = HasBiasOperator,
            HasStencilBias = HasStencilBias,
            Normalization = Normalization,
            Activation = Activation,
            HasOutputResidual = HasOutputResidual,
            HasHardConstraint = HasHardConstraint,
            ConstraintPoints = ConstraintPoints,
            BoundaryChannel = BoundaryChannel,
        };
    }
}

public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>The multigrid neural operator MgNO (He, Liu, Xu 2024, arXiv:2310.19809) with options.</summary>
    /// <param name="labelColumnName">The field to learn.</param>
    /// <param name="featureColumnName">The field to learn from.</param>
    /// <param name="options">Architecture and training, such as one of <see cref="MultigridPresets"/>. Column names given here win.</param>
    public MultigridOperatorTrainer Multigrid(string labelColumnName, string featureColumnName, MultigridOperatorTrainer.Options options)
        => new(_mlContext, Named(options, labelColumnName, featureColumnName));

    /// <summary>The multigrid neural operator MgNO (He, Liu, Xu 2024, arXiv:2310.19809) with options.</summary>
    /// <param name="options">Columns, architecture and training.</param>
    public MultigridOperatorTrainer Multigrid(MultigridOperatorTrainer.Options options) => new(_mlContext, options);

    /// <summary>A two-dimensional multigrid neural operator MgNO (He, Liu, Xu 2024, arXiv:2310.19809).</summary>
    /// <param name="labelColumnName">The field to learn.</param>
    /// <param name="featureColumnName">The field to learn from.</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="boundary">How fields go on outside the domain.</param>
    /// <param name="channels">Neurons of every layer.</param>
    /// <param name="layers">Nonlinear layers.</param>
    /// <param name="epochs">Passes over the data.</param>
    /// <param name="learningRate">The largest learning rate.</param>
    public MultigridOperatorTrainer Multigrid(string labelColumnName = "Label", string featureColumnName = "Features",
        string scoreColumnName = "Score", BoundaryCondition boundary = BoundaryCondition.Dirichlet, int channels = 24, int layers = 4,
        int epochs = 50, double learningRate = 1e-3)
        => new(_mlContext, new MultigridOperatorTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ScoreColumnName = scoreColumnName,
            Boundary = boundary,
            Channels = channels,
            Layers = layers,
            Epochs = epochs,
            LearningRate = learningRate,
        });
}
