using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators.DeepNetwork;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Trains a DeepONet (Lu et al. 2021, arXiv:1910.03193) in its stacked, unstacked and modified forms, or a POD-DeepONet (Lu et
/// al. 2022, arXiv:2111.05512): values of a function at fixed sensors in, values of another function at query points out.
/// </summary>
/// <remarks>
/// Columns: the feature column with the sensors' values [channels, sensors], as many in every row; the point column with the query
/// points [coordinates, points]; the label [channels, points] at these points. Rows may have different points and numbers of points.
/// </remarks>
public sealed class DeepOperatorNetworkTrainer : PointOperatorTrainerBase
{
    private readonly Options _options;

    /// <summary>A trainer with a copy of the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public DeepOperatorNetworkTrainer(MLContext mlContext, Options options)
        : base(mlContext, options) => _options = (Options)Common;

    private protected override IReadOnlyList<PointColumn> Columns
    {
        get
        {
            var sensors = new PointColumn("feature", _options.FeatureColumnName, _options.SensorChannels, "sensors");
            return _options.Trunk == TrunkKind.OrthogonalModes ? [sensors]
                : [sensors, new PointColumn("point", _options.PointColumnName, _options.Coordinates, OutputAxis.Name)];
        }
    }

    private protected override TrainingPlan Plan(TrainingRows read)
    {
        FieldSamples sensors = read.Training.Inputs[0], target = read.Training.Target;
        DeepOperatorNetworkOptions options = _options.Define() with
        {
            SensorChannels = sensors.Channels,
            Sensors = sensors.Grid[0],
            OutputChannels = target.Channels,
        };
        if (_options.Trunk == TrunkKind.OrthogonalModes)
        {
            RequireOne(target);
            var modes = new DeepOperatorNetworkData { Modes = OrthogonalModes.Of(target, options.BasisFunctions, _options.NormalizeOutput) };
            return Plan(new DeepOperatorNetwork(options with { FixedPoints = target.Grid[0] }, modes), read, read.Inputs);
        }
        FieldSamples points = read.Training.Inputs[1];
        options = options with { Coordinates = points.Channels };
        var data = new DeepOperatorNetworkData { Box = PointBox.Around(points) };
        if (!_options.HasSharedPoints) return Plan(new DeepOperatorNetwork(options, data), read, read.Inputs);

        data = data with { Points = Shared(points, points) };
        if (read.Validation is { } validation) Shared(points, validation.Inputs[1]);
        var definition = new DeepOperatorNetwork(options with { FixedPoints = points.Grid[0] }, data);
        return Plan(definition, new TrainingRows(WithoutPoints(read.Training)!, WithoutPoints(read.Validation), read.Inputs, read.Label), [read.Inputs[0]]);
    }

    private static FieldDataset? WithoutPoints(FieldDataset? data) => data is null ? null : new FieldDataset([data.Inputs[0]], data.Target);

    private static void RequireOne(FieldSamples field)
    {
        if (field.Points is { } points)
            throw new InvalidOperationException(
                $"Field '{field.Name}': rows have {points.Min()} to {points.Max()} points, but with points shared by all rows every row has the same.");
    }

    // The points [points, coordinates] of the first row, which all other rows must have, too.
    private static float[] Shared(FieldSamples first, FieldSamples all)
    {
        RequireOne(all);
        ReadOnlySpan<float> expected = first[0];
        for (int row = 0; row < all.Count; row++)
            if (!all[row].SequenceEqual(expected))
                throw new InvalidOperationException($"Field '{all.Name}': row {row} has other points than the first one, but HasSharedPoints is true.");
        var points = new float[expected.Length];
        int count = first.Grid[0];
        for (int i = 0; i < points.Length; i++) points[i] = expected[i % first.Channels * count + i / first.Channels];
        return points;
    }

    /// <summary>Columns, architecture and training of a DeepONet.</summary>
    public sealed class Options : PointOperatorTrainerOptions
    {
        /// <summary>Channels of the input function, for columns whose type has no dimensions.</summary>
        public int SensorChannels = 1;

        /// <summary>
        /// Whether the query points are the same in all rows. They are then read once and belong to the model, which needs no point
        /// column to score, gives the score at these points, and runs the trunk once for all rows.
        /// </summary>
        public bool HasSharedPoints;

        /// <summary>
        /// Where the basis functions come from. Modes of the labels need labels at the same points in all rows, and neither need nor
        /// read a point column.
        /// </summary>
        public TrunkKind Trunk = TrunkKind.Learned;

        /// <summary>Basis functions that are summed: of every output channel, or modes of all channels together.</summary>
        public int BasisFunctions = 64;

        /// <summary>Widths of the branch's hidden layers.</summary>
        public int[] BranchWidths = [128, 128, 128];

        /// <summary>Widths of the trunk's hidden layers.</summary>
        public int[] TrunkWidths = [128, 128, 128];

        /// <summary>Nonlinearity of both networks.</summary>
        public Activation Activation = Activation.Gelu;

        /// <summary>Whether the branch is a network of its own for every basis function (the paper's stacked form).</summary>
        public bool IsStacked;

        /// <summary>Whether both networks mix two maps of their input into every hidden layer (arXiv:2110.01172); hidden layers then have one width.</summary>
        public bool IsModified;

        /// <summary>Frequencies, in turns per unit of the coordinates, whose sines and cosines the trunk sees beside the coordinates.</summary>
        public double[] FourierFrequencies = [];

        /// <summary>Options with Adam's usual rate for networks of this kind and no weight decay.</summary>
        public Options() => (LearningRate, WeightDecay) = (1e-3, 0);

        private protected override IEnumerable<string> InputColumns()
            => Trunk == TrunkKind.OrthogonalModes ? base.InputColumns() : [.. base.InputColumns(), PointColumnName];

        /// <inheritdoc/>
        public override IEnumerable<string> Faults()
        {
            foreach (string fault in base.Faults()) yield return fault;
            if (Trunk != TrunkKind.OrthogonalModes && string.IsNullOrEmpty(PointColumnName)) yield return "PointColumnName is empty, and the trunk is learned";
            if (Coordinates < 1 || OutputChannels < 1) yield break;
            DeepOperatorNetworkOptions definition = Define();
            if (Trunk == TrunkKind.OrthogonalModes) definition = definition with { FixedPoints = 1 };
            foreach (string fault in definition.Faults()) yield return fault;
        }

        /// <inheritdoc/>
        protected internal override OperatorTrainerOptions Copy()
        {
            var copy = (Options)base.Copy();
            (copy.BranchWidths, copy.TrunkWidths, copy.FourierFrequencies) = ([.. BranchWidths], [.. TrunkWidths], [.. FourierFrequencies]);
            return copy;
        }

        internal DeepOperatorNetworkOptions Define() => new()
        {
            SensorChannels = SensorChannels,
            Coordinates = Coordinates,
            OutputChannels = OutputChannels,
            BasisFunctions = BasisFunctions,
            BranchWidths = BranchWidths?.ToArray()!,
            TrunkWidths = TrunkWidths?.ToArray()!,
            Activation = Activation,
            IsStacked = IsStacked,
            IsModified = IsModified,
            FourierFrequencies = FourierFrequencies?.ToArray()!,
            Trunk = Trunk,
        };
    }
}

public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>A DeepONet (Lu et al. 2021, arXiv:1910.03193) or POD-DeepONet (Lu et al. 2022, arXiv:2111.05512) with options.</summary>
    /// <param name="labelColumnName">The field to learn, at the query points.</param>
    /// <param name="featureColumnName">The values at the sensors.</param>
    /// <param name="options">Point column, architecture and training. Column names given here win over those of the options.</param>
    public DeepOperatorNetworkTrainer DeepOperatorNetwork(string labelColumnName, string featureColumnName, DeepOperatorNetworkTrainer.Options options)
        => new(_mlContext, Named(options, labelColumnName, featureColumnName));

    /// <summary>A DeepONet (Lu et al. 2021, arXiv:1910.03193) or POD-DeepONet (Lu et al. 2022, arXiv:2111.05512) with options.</summary>
    /// <param name="options">Columns, architecture and training.</param>
    public DeepOperatorNetworkTrainer DeepOperatorNetwork(DeepOperatorNetworkTrainer.Options options) => new(_mlContext, options);

    /// <summary>A DeepONet (Lu et al. 2021, arXiv:1910.03193): values of a function at sensors in, values of another at query points out.</summary>
    /// <param name="labelColumnName">The field to learn, [channels, points].</param>
    /// <param name="featureColumnName">The values at the sensors, [channels, sensors].</param>
    /// <param name="pointColumnName">The query points, [coordinates, points].</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="basisFunctions">Basis functions of the query points that are summed.</param>
    /// <param name="epochs">Passes over the data.</param>
    /// <param name="learningRate">The largest learning rate.</param>
    public DeepOperatorNetworkTrainer DeepOperatorNetwork(string labelColumnName = "Label", string featureColumnName = "Features",
        string pointColumnName = "Points", string scoreColumnName = "Score", int basisFunctions = 64, int epochs = 50, double learningRate = 1e-3)
        => new(_mlContext, new DeepOperatorNetworkTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            PointColumnName = pointColumnName,
            ScoreColumnName = scoreColumnName,
            BasisFunctions = basisFunctions,
            Epochs = epochs,
            LearningRate = learningRate,
        });
}
