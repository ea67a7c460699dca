namespace Microsoft.ML.NeuralOperators;

// Operators of Fourier modes beside the Fourier neural operator itself.
public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>
    /// F-FNO, the factorised Fourier neural operator (Tran, Mathews, Xie, Ong 2023, arXiv:2111.13802): spectral
    /// convolutions along single axes and an MLP in residual layers, for deep stacks, many modes and three axes.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer FFno(string labelColumnName = "Label", string featureColumnName = "Features",
        FFnoOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            Clipped(1.5e-2));

    /// <summary>
    /// IFNO, the implicit Fourier neural operator (You et al. 2022, arXiv:2203.08205): one Fourier layer, applied again
    /// and again with a small step, for depth without more parameters.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer IFno(string labelColumnName = "Label", string featureColumnName = "Features",
        IFnoOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            Clipped(8e-3));

    /// <summary>
    /// LocalNO (Liu-Schiaffini et al. 2024, arXiv:2402.16845): a Fourier neural operator with local integrals and
    /// derivatives in every layer, for fronts, jumps and boundaries.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer LocalNO(string labelColumnName = "Label", string featureColumnName = "Features",
        LocalNOOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            new() { Schedule = LearningRateSchedule.OneCycle, LearningRate = 7e-3 });

    /// <summary>
    /// NSM, neural spectral methods (Du, Chalapathi, Krishnapriyan 2024, arXiv:2312.05225): from coefficients to
    /// coefficients (<see cref="CoefficientTransform"/>), for training on an equation alone, such as
    /// <see cref="CoefficientPoissonResidual"/>.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer Nsm(string labelColumnName = "Label", string featureColumnName = "Features",
        NsmOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            new() { Optimizer = OptimizerKind.Adam, WeightDecay = 0, LearningRate = 1e-3 });

    /// <summary>
    /// SFNO, the spherical Fourier neural operator (Bonev et al. 2023, arXiv:2306.03838): Fourier layers of spherical
    /// harmonics, for fields [channels, latitudes, longitudes] on the sphere. Its default loss weights points by the
    /// area around them.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer Sfno(string labelColumnName = "Label", string featureColumnName = "Features",
        SfnoOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ??= new(), training,
            new() { LearningRate = 5e-3, Loss = new AreaWeightedLoss(Loss.RelativeL2, options.Grid) });

    /// <summary>
    /// ST-FNO, the spatio-temporal Fourier neural operator (Cao, Brarda, Li, Xi 2024, arXiv:2405.17211): from the
    /// frames of a periodic flow to the next ones all at once, in few epochs.
    /// <see cref="RefineVorticity(string, string, string, VorticityRefinementOptions)"/> brings them closer to the
    /// equation.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer StFno(string labelColumnName = "Label", string featureColumnName = "Features",
        StFnoOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training, new()
        {
            Schedule = LearningRateSchedule.OneCycle,
            LearningRate = 2e-3,
            BatchSize = 4,
            Loss = Loss.RelativeL2,
        });

    /// <summary>
    /// T1, Transform Once (Poli et al. 2022, arXiv:2211.14453): all layers on few real cosine coefficients, for smooth
    /// fields and speed.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer TransformOnce(string labelColumnName = "Label",
        string featureColumnName = "Features", TransformOnceOptions? options = null, TrainingOptions? training = null,
        string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            Clipped(4e-3));

    /// <summary>
    /// U-FNO (Wen, Li, Azizzadenesheli, Anandkumar, Benson 2022, arXiv:2109.03697): Fourier layers, the last ones with
    /// a U-Net beside the modes, for smooth fields with sharp fronts.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer UFno(string labelColumnName = "Label", string featureColumnName = "Features",
        UFnoOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            OneAdamCycle);

    /// <summary>
    /// U-NO (Rahman, Ross, Azizzadenesheli 2022, arXiv:2204.11127): Fourier layers on every scale of a U-shaped
    /// network, with fewer modes and more channels on coarser grids.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer UNo(string labelColumnName = "Label", string featureColumnName = "Features",
        UNoOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            OneAdamCycle);

    // Of U-FNO and U-NO. Three times the authors' rate: in one cycle it gets furthest (docs/results.md).
    private static TrainingOptions OneAdamCycle { get; } = new()
    {
        Optimizer = OptimizerKind.Adam,
        Schedule = LearningRateSchedule.OneCycle,
        LearningRate = 3e-3,
    };
}
