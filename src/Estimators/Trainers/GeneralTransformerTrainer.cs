using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Operators.General;
using Microsoft.ML.NeuralOperators.Training;
using Microsoft.ML.NeuralOperators.Training.Schedules;

namespace Microsoft.ML.NeuralOperators;

/// <summary>A column with a function that <see cref="GeneralTransformerTrainer"/> reads.</summary>
/// <param name="ColumnName">The column, [channels, points].</param>
/// <param name="Channels">
/// Channels, for columns whose type has no dimensions: values where the function is given at the query points, otherwise
/// coordinates followed by values.
/// </param>
/// <param name="IsAtPoints">Whether it is given at the query points, and holds values alone; otherwise it brings its own points.</param>
public sealed record InputFunctionColumn(string ColumnName, int Channels = 1, bool IsAtPoints = false);

/// <summary>
/// Trains GNOT, the general neural operator transformer (Hao et al. 2023, arXiv:2302.14376): any number of functions on meshes of
/// their own, and global parameters, to a function at query points; irregular meshes, another one in every row.
/// </summary>
/// <remarks>
/// Columns: the query points [coordinates, points]; the input functions; global parameters, a plain vector; the label [channels,
/// points]. Where the types of columns have no known size, rows may have different numbers of points: the model then takes masks,
/// which only ML.NET's own transformer has to be given as columns, named like the point sets: <c>points_mask</c>,
/// <c>function0_mask</c>, ….
/// </remarks>
public sealed class GeneralTransformerTrainer : PointOperatorTrainerBase
{
    private readonly Options _options;

    /// <summary>A trainer with a copy of the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public GeneralTransformerTrainer(MLContext mlContext, Options options)
        : base(mlContext, options) => _options = (Options)Common;

    private protected override IReadOnlyList<PointColumn> Columns
    {
        get
        {
            var columns = new List<PointColumn> { new("point", _options.PointColumnName, _options.Coordinates, OutputAxis.Name) };
            if (!string.IsNullOrEmpty(_options.ParameterColumnName)) columns.Add(new("parameter", _options.ParameterColumnName, 1, null));
            columns.AddRange(_options.Functions.Select((f, i) => new PointColumn("feature", f.ColumnName, f.Channels, f.IsAtPoints ? OutputAxis.Name : $"function{i}")));
            return columns;
        }
    }

    private protected override TrainingPlan Plan(TrainingRows read)
    {
        bool hasParameters = !string.IsNullOrEmpty(_options.ParameterColumnName);
        FieldSamples[] fields = [.. read.Training.Inputs];
        return Plan(new GeneralTransformer(_options.Define() with
        {
            Coordinates = fields[0].Channels,
            Parameters = hasParameters ? fields[1].Channels : 0,
            Functions = [.. _options.Functions.Zip(fields[(hasParameters ? 2 : 1)..], (f, samples) => new InputFunction(samples.Channels, f.IsAtPoints))],
            OutputChannels = read.Training.Target.Channels,
            HasMasks = read.Inputs.Any(c => c.IsVarying),
        }), read, read.Inputs);
    }

    /// <summary>Columns, architecture and training of a GNOT.</summary>
    public sealed class Options : PointOperatorTrainerOptions
    {
        /// <summary>
        /// The columns of the input functions. Empty for one: the feature column, one channel (or what its type says) of values at the
        /// query points.
        /// </summary>
        public InputFunctionColumn[] InputFunctions = [];

        /// <summary>The column of global parameters, a vector of known size; empty for none.</summary>
        public string ParameterColumnName = "";

        /// <summary>Channels between the layers; divisible by <see cref="Heads"/>.</summary>
        public int Channels = 64;

        /// <summary>Heads of the attention.</summary>
        public int Heads = 1;

        /// <summary>Blocks of cross-attention and self-attention.</summary>
        public int Layers = 3;

        /// <summary>Networks that the geometric gating mixes at every point; the authors' program has 1.</summary>
        public int Experts = 3;

        /// <summary>Width of the experts' and the gating's hidden layers over <see cref="Channels"/>.</summary>
        public int ExpertRatio = 4;

        /// <summary>Residual layers of the pointwise networks before and behind the blocks.</summary>
        public int MlpLayers = 3;

        /// <summary>Options with the published training: AdamW at 1e-3 in one cycle, weight decay 5e-6, batches of 4.</summary>
        public Options()
        {
            (LearningRate, WeightDecay, BatchSize) = (1e-3, 5e-6, 4);
            Schedule = new OneCycleSchedule(WarmUp: 0.2);
        }

        private protected override IEnumerable<string> InputColumns()
            => [.. (InputFunctions is null ? [] : Functions.Select(f => f?.ColumnName ?? "")), PointColumnName, ParameterColumnName];

        internal IReadOnlyList<InputFunctionColumn> Functions => InputFunctions.Length > 0 ? InputFunctions : [new(FeatureColumnName, IsAtPoints: true)];

        /// <inheritdoc/>
        public override IEnumerable<string> Faults()
        {
            foreach (string fault in base.Faults()) yield return fault;
            if (string.IsNullOrEmpty(PointColumnName)) yield return "PointColumnName is empty";
            if (InputFunctions is null || InputFunctions.Any(f => f is null || string.IsNullOrEmpty(f.ColumnName) || f.Channels < 1))
            {
                yield return "InputFunctions is null or has one without a column name or channels";
                yield break;
            }
            foreach (string fault in Define().Faults()) yield return fault;
        }

        /// <inheritdoc/>
        protected internal override OperatorTrainerOptions Copy()
        {
            var copy = (Options)base.Copy();
            copy.InputFunctions = [.. InputFunctions];
            return copy;
        }

        internal GeneralTransformerOptions Define() => new()
        {
            Channels = Channels,
            Heads = Heads,
            Layers = Layers,
            Experts = Experts,
            ExpertRatio = ExpertRatio,
            MlpLayers = MlpLayers,
        };
    }
}

public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>GNOT, the general neural operator transformer (Hao et al. 2023, arXiv:2302.14376), with options.</summary>
    /// <param name="options">Columns, architecture and training.</param>
    public GeneralTransformerTrainer GeneralTransformer(GeneralTransformerTrainer.Options options) => new(_mlContext, options);

    /// <summary>GNOT (Hao et al. 2023, arXiv:2302.14376) with options.</summary>
    /// <param name="labelColumnName">The field to learn, at the query points.</param>
    /// <param name="featureColumnName">The input function at the query points, where the options name no others.</param>
    /// <param name="options">Further columns, architecture and training. Column names given here win over those of the options.</param>
    public GeneralTransformerTrainer GeneralTransformer(string labelColumnName, string featureColumnName, GeneralTransformerTrainer.Options options)
        => new(_mlContext, Named(options, labelColumnName, featureColumnName));

    /// <summary>GNOT (Hao et al. 2023, arXiv:2302.14376) from one function to another at the same points, in any number and order.</summary>
    /// <param name="labelColumnName">The field to learn, [channels, points].</param>
    /// <param name="featureColumnName">The field to learn from, [channels, points].</param>
    /// <param name="pointColumnName">The points, [coordinates, points].</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="channels">Channels between the layers.</param>
    /// <param name="layers">Blocks.</param>
    /// <param name="epochs">Passes over the data.</param>
    /// <param name="learningRate">The largest learning rate.</param>
    public GeneralTransformerTrainer GeneralTransformer(string labelColumnName = "Label", string featureColumnName = "Features",
        string pointColumnName = "Points", string scoreColumnName = "Score", int channels = 64, int layers = 3, int epochs = 50,
        double learningRate = 1e-3)
        => new(_mlContext, new GeneralTransformerTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            PointColumnName = pointColumnName,
            ScoreColumnName = scoreColumnName,
            Channels = channels,
            Layers = layers,
            Epochs = epochs,
            LearningRate = learningRate,
        });
}
