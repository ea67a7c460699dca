namespace Microsoft.ML.NeuralOperators;

/// <summary>A published configuration: an architecture and how it is trained.</summary>
/// <param name="Options">The architecture.</param>
/// <param name="Training">How it is trained.</param>
public sealed record MgnoPreset(MgnoOptions Options, TrainingOptions Training);

/// <summary>
/// The configurations the authors of MgNO published, with their training: Adam with the weight decay in the gradient
/// and a one-cycle rate that changes every epoch.
/// </summary>
/// <remarks>
/// They differ from the authors' programs where those are bound to one grid: prolongations fit every size, and group
/// norms replace layer norms over fixed grids. Losses look at normalised outputs, the programs' at restored ones.
/// </remarks>
public static class MgnoPresets
{
    /// <summary>Darcy flow with a piecewise constant coefficient, 211×211: 5 layers, both fields normalised.</summary>
    public static MgnoPreset DarcySmooth { get; } =
        Published("1 1 1 1 1 2", layers: 5, channels: 24, batch: 8, rate: 5e-4, end: 100);

    /// <summary>
    /// Darcy flow with a multiscale trigonometric coefficient, 256×256: 4 layers, both fields normalised.
    /// </summary>
    public static MgnoPreset DarcyMultiscale { get; } =
        Published("1 1 1 1 1 2", layers: 4, channels: 24, batch: 8, rate: 5e-4, end: 100);

    /// <summary>Darcy flow with a rough coefficient, 256×256: 4 layers, the input as it is.</summary>
    public static MgnoPreset DarcyRough { get; } =
        DarcyMultiscale with { Training = DarcyMultiscale.Training with { NormalizeInput = false } };

    /// <summary>
    /// Flow through a pipe, from the mesh's two coordinates, 128×128: post-smoothing on level 4, nothing normalised.
    /// </summary>
    public static MgnoPreset Pipe { get; } =
        Change(Published("1 1 1 1 11 2", layers: 5, channels: 24, batch: 4, rate: 3e-4, end: 100),
        training => training with { Loss = Loss.RelativeL2, NormalizeInput = false, NormalizeOutput = false });

    /// <summary>One step of the vorticity of a periodic flow, 64×64: the input plus a learned increment.</summary>
    public static MgnoPreset NavierStokes { get; } =
        Change(Published("1 1 1 2 2", layers: 5, channels: 32, batch: 500, rate: 1e-3, end: 50),
        training => training with
        {
            Loss = Loss.RelativeL2,
            WeightDecay = 1e-5,
            Schedule = new OneCycleSchedule(0.1, 2, 50) { EveryBatch = false },
            NormalizeInput = false,
            NormalizeOutput = false,
        },
        options => options with
        {
            Boundary = BoundaryCondition.Periodic,
            HasStencilBias = true,
            HasBiasOperator = false,
            HasOutputResidual = true,
            Normalization = Normalization.Group,
        });

    /// <summary>
    /// Helmholtz equation, 101×101: channels grow with the levels, fields are mirrored at the boundary.
    /// </summary>
    public static MgnoPreset Helmholtz { get; } =
        Change(Published("1 1 1 1 2", layers: 4, channels: 20, batch: 10, rate: 3e-4, end: 100),
        training => training with
        {
            Loss = new SobolevLoss(IsPeriodic: false) { IsRelative = false, ValueWeight = 10 },
            WeightDecay = 1e-5,
            Epochs = 100,
        },
        options => options with
        {
            Boundary = BoundaryCondition.Neumann,
            ChannelGrowth = 1,
            HasStencilBias = true,
            HasBiasOperator = false,
            Normalization = Normalization.Group,
        });

    private static MgnoPreset Change(MgnoPreset preset, Func<TrainingOptions, TrainingOptions> training,
        Func<MgnoOptions, MgnoOptions>? options = null)
        => new(options?.Invoke(preset.Options) ?? preset.Options, training(preset.Training));

    // Steps as on the authors' command line: one digit before and one after the coarser levels, 0 left out.
    private static MgnoPreset Published(string steps, int layers, int channels, int batch, double rate,
        double end) => new(
        new MgnoOptions
        {
            Levels = [.. steps.Split(' ').Select(s => new SmoothingSteps(s[0] - '0', s.Length > 1 ? s[1] - '0' : 0))],
            Layers = layers,
            Channels = channels,
            PadProlongation = false,
        },
        new TrainingOptions
        {
            BatchSize = batch,
            LearningRate = rate,
            Epochs = 500,
            WeightDecay = 1e-4,
            Optimizer = OptimizerKind.Adam,
            Loss = SpectralSobolevLoss.Multigrid,
            Schedule = new OneCycleSchedule(0.2, 2, end) { EveryBatch = false },
        });
}
