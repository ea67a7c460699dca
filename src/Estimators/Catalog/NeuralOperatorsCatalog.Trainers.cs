using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

// One line for an architecture: its name, its options, and its training where nothing is set: that of its authors, with
// the rate and the schedule that get furthest in minutes (docs/results.md).
public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>
    /// The Fourier neural operator FNO (Li et al. 2021, arXiv:2010.08895): global convolutions with kernels on few
    /// Fourier modes, so that one model serves every resolution.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer Fno(string labelColumnName = "Label", string featureColumnName = "Features",
        FnoOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            new() { Schedule = LearningRateSchedule.OneCycle, LearningRate = 1e-2 });

    /// <summary>
    /// The multigrid neural operator MgNO (He, Liu, Xu 2024, arXiv:2310.19809): every weight is a learned multigrid
    /// cycle, with boundary conditions built in.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer Mgno(string labelColumnName = "Label", string featureColumnName = "Features",
        MgnoOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            Clipped(1e-3) with { Optimizer = OptimizerKind.Adam });

    /// <summary>
    /// The latent spectral model LSM (Wu et al. 2023, arXiv:2301.12664): a U-shaped network that solves on every scale
    /// in a space of few latent tokens.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer Lsm(string labelColumnName = "Label", string featureColumnName = "Features",
        LsmOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            Clipped(4e-3) with { Optimizer = OptimizerKind.Adam });

    /// <summary>
    /// The Galerkin and the Fourier transformer (Cao 2021, arXiv:2105.14995): attention without softmax on a coarser
    /// grid, and a spectral regressor.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer GalerkinTransformer(string labelColumnName = "Label",
        string featureColumnName = "Features", GalerkinTransformerOptions? options = null,
        TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            new()
            {
                Optimizer = OptimizerKind.Adam,
                Schedule = LearningRateSchedule.OneCycle,
                LearningRate = 4e-3,
                WeightDecay = 0,
                GradientClipNorm = 0.99
            });

    /// <summary>
    /// FactFormer (Li, Shu, Barati Farimani 2023, arXiv:2305.17560): attention over all grid points as a chain of
    /// learned integral kernels, one for each axis.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer FactFormer(string labelColumnName = "Label", string featureColumnName = "Features",
        FactFormerOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training, FactorizedTraining);

    /// <summary>
    /// IFactFormer-m (Yang, Wang, Wang 2024, arXiv:2412.18840): one block of factorised attention, iterated with the
    /// same weights, for long roll-outs of turbulent flow.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer IFactFormer(string labelColumnName = "Label", string featureColumnName = "Features",
        IFactFormerOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            FactorizedTraining with { LearningRate = 8e-3 });

    /// <summary>
    /// A residual network of convolutions (He et al. 2016, arXiv:1603.05027): the strongest simple baseline for
    /// roll-outs.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer ResNet(string labelColumnName = "Label", string featureColumnName = "Features",
        ResNetOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            Clipped(8e-3));

    /// <summary>
    /// DeepONet (Lu et al. 2021, arXiv:1910.03193) or POD-DeepONet (Lu et al. 2022, arXiv:2111.05512): values of a
    /// function at fixed sensors in, values of another function at query points out.
    /// </summary>
    /// <param name="labelColumnName">The function to learn, at the query points: [channels, points].</param>
    /// <param name="featureColumnName">The values at the sensors, as many in every row: [channels, sensors].</param>
    /// <param name="pointColumnName">
    /// The query points, [coordinates, points]. Rows may have different points and numbers of points.
    /// </param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <param name="training">
    /// How it is trained; what is not set is Adam's usual rate, no weight decay, and the relative L2 norm as loss.
    /// </param>
    /// <param name="scoreColumnName">The predicted function.</param>
    /// <param name="channels">
    /// How many channels each column has, for columns whose type gives no dimensions. Null: one channel, two
    /// coordinates.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public NeuralOperatorTrainer DeepONet(string labelColumnName = "Label", string featureColumnName = "Features",
        string pointColumnName = "Points", DeepONetOptions? options = null, TrainingOptions? training = null,
        string scoreColumnName = "Score", ColumnChannels? channels = null)
        => Points(labelColumnName, pointColumnName,
            [new("feature", featureColumnName, (channels ?? new()).Feature, PointFields.OutputAxis)], null,
            scoreColumnName, options ?? new(), training,
            new() { LearningRate = 1e-3, WeightDecay = 0, Loss = Loss.RelativeL2 }, channels);

    /// <summary>
    /// GNOT, the general neural operator transformer (Hao et al. 2023, arXiv:2302.14376), from one function to another
    /// at the same points, in any number and order.
    /// </summary>
    /// <param name="labelColumnName">The function to learn, at the query points: [channels, points].</param>
    /// <param name="featureColumnName">The function to learn from, at the same points.</param>
    /// <param name="pointColumnName">
    /// The query points, [coordinates, points]. Rows may have different points and numbers of points.
    /// </param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <param name="training">
    /// How it is trained. Where nothing is set: AdamW at 8e-3 in one cycle (published: 1e-3), weight decay 5e-6,
    /// batches of 4.
    /// </param>
    /// <param name="scoreColumnName">The predicted function.</param>
    /// <param name="channels">
    /// How many channels each column has, for columns whose type gives no dimensions. Null: one channel, two
    /// coordinates.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public NeuralOperatorTrainer Gnot(string labelColumnName = "Label", string featureColumnName = "Features",
        string pointColumnName = "Points", GnotOptions? options = null, TrainingOptions? training = null,
        string scoreColumnName = "Score", ColumnChannels? channels = null)
        => Gnot(labelColumnName,
            [new InputFunctionColumn(featureColumnName, (channels ?? new()).Feature, IsAtPoints: true)],
            pointColumnName, "", options, training, scoreColumnName, channels);

    /// <summary>
    /// GNOT (Hao et al. 2023, arXiv:2302.14376) from any number of functions on meshes of their own, and global
    /// parameters, to a function at query points.
    /// </summary>
    /// <remarks>
    /// Columns of unknown size let every row have its own number of points. The exported model then has mask inputs,
    /// named after the point sets: <c>points_mask</c>, <c>function0_mask</c>, …. Only ML.NET's own ONNX transformer
    /// needs them as columns; this library's makes them.
    /// </remarks>
    /// <param name="labelColumnName">The function to learn, at the query points: [channels, points].</param>
    /// <param name="functions">The functions to learn from.</param>
    /// <param name="pointColumnName">The query points, [coordinates, points].</param>
    /// <param name="parameterColumnName">Global parameters, a vector of known size; empty for none.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <param name="training">
    /// How it is trained. Where nothing is set: AdamW at 8e-3 in one cycle (published: 1e-3), weight decay 5e-6,
    /// batches of 4.
    /// </param>
    /// <param name="scoreColumnName">The predicted function.</param>
    /// <param name="channels">
    /// How many channels label and points have, where their types give no dimensions. Null: one channel, two
    /// coordinates.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public NeuralOperatorTrainer Gnot(string labelColumnName, IReadOnlyList<InputFunctionColumn> functions,
        string pointColumnName = "Points", string parameterColumnName = "", GnotOptions? options = null,
        TrainingOptions? training = null, string scoreColumnName = "Score", ColumnChannels? channels = null)
    {
        ArgumentNullException.ThrowIfNull(functions);
        if (functions.Count == 0 || functions.Any(f => f is null))
            throw new ArgumentOutOfRangeException(nameof(functions),
                "There are no input functions, or one is null; expected at least one.");
        return Points(labelColumnName, pointColumnName,
            [.. functions.Select((f, i)
                => new PointField("feature", f.ColumnName, f.Channels,
                f.IsAtPoints ? PointFields.OutputAxis : $"function{i}"))],
            string.IsNullOrEmpty(parameterColumnName) ? null
                : new("parameter", parameterColumnName, 1, null), scoreColumnName, options ?? new(), training, new()
                {
                    LearningRate = 8e-3,
                    WeightDecay = 5e-6,
                    BatchSize = 4,
                    Schedule = new OneCycleSchedule(WarmUp: 0.2),
                    Loss = Loss.RelativeL2
                }, channels);
    }

    /// <summary>An operator of your own: any definition from one field to another on the same grid.</summary>
    /// <param name="definition">
    /// Makes the operator from the channels of the input and of the output field; a new one at every call.
    /// </param>
    /// <param name="labelColumnName">
    /// The field to learn: a vector of Single with the dimensions [channels, grid…].
    /// </param>
    /// <param name="featureColumnName">The field to learn from, of the same kind.</param>
    /// <param name="training">How it is trained.</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="dimensions">Grid axes of the fields: 1, 2 or 3.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public NeuralOperatorTrainer Custom(Func<int, int, NeuralOperator> definition, string labelColumnName = "Label",
        string featureColumnName = "Features", TrainingOptions? training = null, string scoreColumnName = "Score",
        int dimensions = 2)
        => Custom(new CustomOptions(definition) { Dimensions = dimensions }, labelColumnName, featureColumnName,
            training, scoreColumnName);

    /// <summary>An architecture of your own, with options of its own.</summary>
    /// <param name="options">The architecture.</param>
    /// <param name="labelColumnName">
    /// The field to learn: a vector of Single with the dimensions [channels, grid…].
    /// </param>
    /// <param name="featureColumnName">The field to learn from, of the same kind.</param>
    /// <param name="training">How it is trained.</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public NeuralOperatorTrainer Custom(GridOperatorOptions options, string labelColumnName = "Label",
        string featureColumnName = "Features", TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options, training, new());

    // In one cycle. Without clipping, such rates end some of the longer trainings far above others (docs/results.md).
    private static TrainingOptions Clipped(double rate) => new()
    {
        Schedule = LearningRateSchedule.OneCycle,
        LearningRate = rate,
        GradientClipNorm = 1,
    };

    // AdamW in one cycle, gradients clipped at 2.
    private static TrainingOptions FactorizedTraining { get; } = new()
    {
        Optimizer = OptimizerKind.AdamW,
        Schedule = new OneCycleSchedule(WarmUp: 0.2),
        LearningRate = 4e-3,
        GradientClipNorm = 2,
    };

    /// <param name="labelColumnName">
    /// The field to learn: a vector of Single with the dimensions [channels, grid…]. Empty where the loss needs none,
    /// such as the residual of an equation.
    /// </param>
    /// <param name="featureColumnName">The field to learn from, of the same kind.</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <param name="training">How it is trained; what is not set is the architecture's own.</param>
    /// <param name="defaults">What the architecture trains with.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    private NeuralOperatorTrainer Grid(string labelColumnName, string featureColumnName, string scoreColumnName,
        GridOperatorOptions options, TrainingOptions? training, TrainingOptions defaults)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(_mlContext, new GridColumns(labelColumnName, featureColumnName, scoreColumnName, options),
            (training ?? new()).Over(defaults), _execution);
    }

    internal NeuralOperatorTrainer Points(string label, string points, IReadOnlyList<PointField> functions,
        PointField? parameters, string score, IPointOptions options, TrainingOptions? training,
        TrainingOptions defaults, ColumnChannels? channels)
    {
        channels ??= new();
        var given = new PointFields(new PointField("point", points, channels.Coordinates, PointFields.OutputAxis),
            functions, parameters);
        return new(_mlContext, new PointColumns(label, channels.Label, score, given, options),
            (training ?? new()).Over(defaults), _execution);
    }
}
