using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Metrics;
using Microsoft.ML.NeuralOperators.Model;
using Microsoft.ML.NeuralOperators.Operators.Factorized;
using Microsoft.ML.NeuralOperators.Operators.Galerkin;
using Microsoft.ML.NeuralOperators.Views;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// What <c>mlContext.NeuralOperators()</c> offers. Fields are columns of <c>Vector&lt;Single&gt;</c> with the dimensions
/// [channels, grid…]; without the channel dimension they have one channel.
/// </summary>
public sealed class NeuralOperatorsCatalog
{
    private readonly MLContext _mlContext;

    internal NeuralOperatorsCatalog(MLContext mlContext) => _mlContext = mlContext;

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

    /// <summary>
    /// Reads weights that a published Python program saved (<c>.npz</c> or <c>.pt</c>, by their own parameter names) as a model
    /// ready to score, save and export: MgNO_DC, MgNO_DC_smooth, MgNO_NS, MgNO_helm and MgNO_helm2 of the MgNO programs, FNO of
    /// neuraloperator, Factformer, Galerkin_Transformer and GNOT of the Neural-Solver-Library, LSM of that library and of
    /// Latent-Spectral-Models, FactFormer for Kolmogorov flow, IFactFormer-m and -o. Architecture and options follow from names and shapes.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Columns, and what the file does not say.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file cannot be read or fits no known architecture; the first wrong name or shape is named.</exception>
    public NeuralOperatorTransformer LoadCheckpoint(string path, CheckpointOptions? options = null)
        => CheckpointLoader.Load(_mlContext, path, options ?? new CheckpointOptions());

    /// <summary>Reads fields from a NumPy (<c>.npz</c>, <c>.npy</c>) or PyTorch (<c>.pt</c>) file.</summary>
    /// <param name="path">The file. Its arrays have the samples first: [samples, channels, grid…] or [samples, grid…].</param>
    /// <param name="columns">
    /// Column names and the arrays they are read from; null takes every array that has as many samples as the first.
    /// </param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is truncated or of another format.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The file has no array of a name, or the numbers of samples differ.</exception>
    public IDataView LoadFields(string path, Dictionary<string, string>? columns = null) => FieldDataView.Load(path, columns);

    /// <summary>Errors of predicted fields against true ones.</summary>
    /// <param name="data">Rows with both columns, such as the result of a model's Transform.</param>
    /// <param name="labelColumnName">The true field.</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public FieldMetrics Evaluate(IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score")
    {
        ArgumentNullException.ThrowIfNull(data);
        return FieldEvaluator.Evaluate(data, labelColumnName, scoreColumnName);
    }

    /// <summary>
    /// Loads a model that <c>mlContext.Model.Save</c> wrote, and gives its neural operators back their batching, other
    /// resolutions and training report, which a plain <c>mlContext.Model.Load</c> does not.
    /// </summary>
    /// <param name="path">The zip file.</param>
    /// <returns>The operator, or for a saved pipeline the whole chain; dispose it.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is no ML.NET model, or holds no neural operator.</exception>
    public ITransformer Load(string path) => ModelLoader.Load(_mlContext, path, out _);

    /// <summary>As <see cref="Load(string)"/>, with the schema of the data the model was fitted on.</summary>
    public ITransformer Load(string path, out DataViewSchema inputSchema) => ModelLoader.Load(_mlContext, path, out inputSchema);

    /// <summary>Opens an exported ONNX file as a transformer.</summary>
    /// <param name="path">A file written by <see cref="NeuralOperatorTransformer.ExportToOnnx"/>.</param>
    /// <exception cref="FormatException">The file is no ONNX model of this library.</exception>
    public NeuralOperatorTransformer LoadOnnx(string path) => ModelLoader.LoadOnnx(_mlContext, path);

    private static T Named<T>(T options, string label, string feature)
        where T : OperatorTrainerOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        return (T)options.WithColumns(label, feature);
    }
}
