namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Trains an operator that is not in this library: any <see cref="NeuralOperator"/> from one field to another on the same grid,
/// such as a <see cref="GridOperator"/> of a few lines. Training, export, saving and scoring are those of every other operator.
/// </summary>
/// <remarks>An architecture with options of its own derives from <see cref="OperatorTrainerBase"/> instead.</remarks>
public sealed class CustomOperatorTrainer : OperatorTrainerBase
{
    private readonly Options _options;

    /// <summary>A trainer with a copy of the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public CustomOperatorTrainer(MLContext mlContext, Options options)
        : base(mlContext, options) => _options = (Options)Common;

    /// <inheritdoc/>
    protected override int Dimensions => _options.Dimensions;

    /// <inheritdoc/>
    protected override NeuralOperator Define(int inputChannels, int outputChannels)
        => _options.Definition!(inputChannels, outputChannels) ?? throw new InvalidOperationException("The Definition of the options gave null; expected an operator.");

    /// <summary>Columns, definition and training of an operator.</summary>
    public sealed class Options : OperatorTrainerOptions
    {
        /// <summary>Makes the operator from the channels of the input and of the output field; a new one at every call. Needed.</summary>
        public Func<int, int, NeuralOperator>? Definition;

        /// <summary>Grid axes of the fields: 1, 2 or 3.</summary>
        public int Dimensions = 2;

        /// <inheritdoc/>
        public override IEnumerable<string> Faults()
        {
            foreach (string fault in base.Faults()) yield return fault;
            if (Definition is null) yield return "Definition is null; expected a function that makes the operator";
            if (Dimensions is < 1 or > 3) yield return $"Dimensions is {Dimensions}; expected 1, 2 or 3";
        }
    }
}

public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>An operator of your own with options.</summary>
    /// <param name="labelColumnName">The field to learn.</param>
    /// <param name="featureColumnName">The field to learn from.</param>
    /// <param name="options">Definition and training. Column names given here win over those of the options.</param>
    public CustomOperatorTrainer Custom(string labelColumnName, string featureColumnName, CustomOperatorTrainer.Options options)
        => new(_mlContext, Named(options, labelColumnName, featureColumnName));

    /// <summary>An operator of your own with options.</summary>
    /// <param name="options">Columns, definition and training.</param>
    public CustomOperatorTrainer Custom(CustomOperatorTrainer.Options options) => new(_mlContext, options);

    /// <summary>An operator of your own: any definition from one field to another on the same grid.</summary>
    /// <param name="definition">Makes the operator from the channels of the input and of the output field; a new one at every call.</param>
    /// <param name="labelColumnName">The field to learn.</param>
    /// <param name="featureColumnName">The field to learn from.</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="dimensions">Grid axes of the fields: 1, 2 or 3.</param>
    /// <param name="epochs">Passes over the data.</param>
    /// <param name="learningRate">The largest learning rate.</param>
    public CustomOperatorTrainer Custom(Func<int, int, NeuralOperator> definition, string labelColumnName = "Label",
        string featureColumnName = "Features", string scoreColumnName = "Score", int dimensions = 2, int epochs = 50, double learningRate = 5e-3)
        => new(_mlContext, new CustomOperatorTrainer.Options
        {
            Definition = definition,
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ScoreColumnName = scoreColumnName,
            Dimensions = dimensions,
            Epochs = epochs,
            LearningRate = learningRate,
        });
}
