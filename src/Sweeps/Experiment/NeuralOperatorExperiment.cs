namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A sweep: trains one or several operators with many options, and keeps the best. The names are those of ML.NET's
/// <c>AutoMLExperiment</c>.
/// </summary>
/// <example>
/// <code>
/// using SweepResult result = mlContext.NeuralOperators().CreateExperiment()
///     .Add(operators.Fno("a", "u"))
///     .Add(operators.Mgno("a", "u"), space => space.Range("Channels", 8, 32))
///     .SetDataset(data, validationFraction: 0.2)
///     .SetTrainingTimeInSeconds(900)
///     .Run();
/// mlContext.Model.Save(result.Model, data.Schema, "best.zip");
/// </code>
/// </example>
public sealed class NeuralOperatorExperiment
{
    private readonly MLContext _mlContext;
    private readonly List<SweepSpace> _spaces = [];
    private readonly Dictionary<SweepMetric, double> _limits = [];
    private IDataView? _training, _validation;
    private double _fraction;
    private int _seed;
    private int? _maxTrials;
    private TimeSpan? _time;
    private SweepTuner _tuner = new ParzenTuner();
    private Rungs _rungs = Rungs.One;
    private SweepMetric _objective = SweepMetric.RelativeL2;
    private ISweepMonitor? _monitor;
    private StudyStore? _study;
    private StudyStore[] _earlier = [];

    internal NeuralOperatorExperiment(MLContext mlContext) => _mlContext = mlContext;

    /// <summary>What is tried, trainer by trainer.</summary>
    public IReadOnlyList<SweepSpace> Spaces => _spaces;

    /// <summary>
    /// Adds a trainer; its options are tried as the attributes of the option records say, or as told here.
    /// </summary>
    /// <param name="trainer">
    /// The trainer: columns, and the options and the training of which some are tried. Its number of epochs is that of
    /// a whole trial.
    /// </param>
    /// <param name="space">Changes what is tried.</param>
    /// <param name="name">
    /// The name in results; null for the architecture's. Several trainers of one architecture need names.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The name is taken, or the space names an option that is not there or can have no effect.
    /// </exception>
    public NeuralOperatorExperiment Add(NeuralOperatorTrainer trainer, Action<SweepSpace>? space = null,
        string? name = null)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        string type = trainer.Options.GetType().Name;
        name ??= type.EndsWith("Options", StringComparison.Ordinal) ? type[..^"Options".Length] : type;
        if (_spaces.Exists(s => s.Name == name))
            throw new ArgumentException($"There is a trainer named '{name}' already; give this one another name.",
                nameof(name));
        var added = new SweepSpace(name, trainer);
        space?.Invoke(added);
        added.Require();
        if (added.Options.Count == 0)
            throw new ArgumentException($"Nothing of '{name}' is tried; add options with Range or Choice.",
                nameof(space));
        _spaces.Add(added);
        return this;
    }

    /// <summary>Trains on some rows and measures on others.</summary>
    /// <param name="trainData">Rows to train on.</param>
    /// <param name="validationData">Rows by which trials are compared.</param>
    public NeuralOperatorExperiment SetDataset(IDataView trainData, IDataView validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        ArgumentNullException.ThrowIfNull(validationData);
        (_training, _validation) = (trainData, validationData);
        return this;
    }

    /// <summary>Trains on a share of the rows and measures on the others, drawn with the seed.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="validationFraction">Share of the rows by which trials are compared.</param>
    public NeuralOperatorExperiment SetDataset(IDataView data, double validationFraction = 0.2)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (validationFraction is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(validationFraction),
                $"validationFraction is {validationFraction}; expected more than 0 and less than 1.");
        (_training, _validation, _fraction) = (data, null, validationFraction);
        return this;
    }

    /// <summary>
    /// Ends the sweep after a time. The trial that is trained then is stopped, and counts with what it has reached; one
    /// whose first result is not expected in time is not begun. Tuners that learn prefer what improves most a second.
    /// </summary>
    /// <param name="seconds">Seconds, of this process.</param>
    public NeuralOperatorExperiment SetTrainingTimeInSeconds(double seconds)
    {
        if (seconds is not (> 0 and <= int.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(seconds), $"seconds is {seconds}; expected more than 0.");
        _time = TimeSpan.FromSeconds(seconds);
        return this;
    }

    /// <summary>Ends the sweep after a number of trials, of all processes together.</summary>
    /// <param name="trials">The number.</param>
    public NeuralOperatorExperiment SetMaxTrials(int trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        _maxTrials = trials;
        return this;
    }

    /// <summary>What is told of trials while the sweep runs.</summary>
    /// <param name="monitor">The listener.</param>
    public NeuralOperatorExperiment SetMonitor(ISweepMonitor monitor)
    {
        _monitor = monitor ?? throw new ArgumentNullException(nameof(monitor));
        return this;
    }

    /// <summary>Who decides what is tried. Default <see cref="ParzenTuner"/>.</summary>
    /// <param name="tuner">The tuner.</param>
    public NeuralOperatorExperiment SetTuner(SweepTuner tuner)
    {
        _tuner = tuner ?? throw new ArgumentNullException(nameof(tuner));
        return this;
    }

    /// <summary>
    /// Trains all trials for a few epochs, or on a few rows or points, the best of them for more, and so on. A paused
    /// trial goes on where it stopped. Without this every trial is trained to its end.
    /// </summary>
    /// <param name="rungs">
    /// How many times trials are compared: with 3 rungs and a factor of 3, after a ninth of their epochs, after a third
    /// and at the end.
    /// </param>
    /// <param name="factor">One in so many is trained on, to so many times the epochs or rows.</param>
    /// <param name="isAsynchronous">
    /// Whether a trial is trained on as soon as it is among the best so far (ASHA), so that no process ever waits;
    /// otherwise when all trials have reached its rung, for which their number must be set. The latter gives the same
    /// result whatever the number of processes.
    /// </param>
    /// <param name="fidelity">
    /// What trials of a lower rung have less of. They are always measured on all points of all validation rows.
    /// </param>
    public NeuralOperatorExperiment SetSuccessiveHalving(int rungs = 3, int factor = 3, bool isAsynchronous = true,
        SweepFidelity fidelity = SweepFidelity.Epochs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rungs, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rungs, 30);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 2);
        _rungs = new Rungs(rungs, factor, isAsynchronous) { Fidelity = fidelity };
        return this;
    }

    /// <summary>What is made small. Default the relative L2 error.</summary>
    /// <param name="metric">The metric.</param>
    public NeuralOperatorExperiment SetObjective(SweepMetric metric)
    {
        _objective = metric;
        return this;
    }

    /// <summary>
    /// Results beyond a limit are no candidates for the best: such as predictions that take too long.
    /// </summary>
    /// <param name="metric">The metric.</param>
    /// <param name="maximum">The largest value allowed.</param>
    public NeuralOperatorExperiment SetLimit(SweepMetric metric, double maximum)
    {
        if (double.IsNaN(maximum)) throw new ArgumentOutOfRangeException(nameof(maximum), "maximum is NaN.");
        _limits[metric] = maximum;
        return this;
    }

    /// <summary>
    /// Keeps the study in a folder: it goes on where it was when the process ended, in any way, and other processes of
    /// the machine that run the same experiment with this folder share its trials. Without it, the study is in the
    /// temporary folder and goes with the sweep.
    /// </summary>
    /// <param name="study">
    /// The folder, which is made when it does not exist; or the connection string of a PostgreSQL database, such as
    /// <c>Host=db;Database=sweeps;Username=ml</c>, for processes on several machines.
    /// </param>
    public NeuralOperatorExperiment SetStudy(string study) => SetStudy(StudyStore.Of(study));

    /// <summary>Keeps the study in a folder or a database.</summary>
    /// <param name="study">Where it is kept.</param>
    public NeuralOperatorExperiment SetStudy(StudyStore study)
    {
        _study = study ?? throw new ArgumentNullException(nameof(study));
        return this;
    }

    /// <summary>
    /// Begins with the results of earlier studies: tuners that learn know them from their first proposal on. A study
    /// fits where its trainers have names of this sweep's, and the options tried of them the same ranges and values;
    /// its data should be the same or alike, since errors are compared. Its trials are none of this sweep's.
    /// </summary>
    /// <param name="studies">Folders or connection strings that <see cref="SetStudy(string)"/> was given.</param>
    public NeuralOperatorExperiment SetWarmStart(params string[] studies)
    {
        ArgumentNullException.ThrowIfNull(studies);
        return SetWarmStart([.. studies.Select(StudyStore.Of)]);
    }

    /// <inheritdoc cref="SetWarmStart(string[])"/>
    /// <param name="studies">Where they are kept; several may be in one database.</param>
    public NeuralOperatorExperiment SetWarmStart(params StudyStore[] studies)
    {
        ArgumentNullException.ThrowIfNull(studies);
        _earlier = [.. studies];
        return this;
    }

    /// <summary>The seed of tuner, split and trainings. Default 0.</summary>
    /// <param name="seed">The seed.</param>
    public NeuralOperatorExperiment SetSeed(int seed)
    {
        _seed = seed;
        return this;
    }

    /// <summary>Runs the sweep on this thread.</summary>
    /// <param name="token">
    /// Stops it. The best trial so far is the result; where there is none, an <see cref="OperationCanceledException"/>
    /// is thrown.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// Something is not set, no trial could be trained, or the folder holds a study of something else.
    /// </exception>
    public SweepResult Run(CancellationToken token = default)
    {
        SweepSettings settings = Settings();
        if (_study is { } study) return new SweepRun(_mlContext, settings, study).Run(token);
        string folder = Path.Combine(
            string.IsNullOrEmpty(_mlContext.TempFilePath) ? Path.GetTempPath() : _mlContext.TempFilePath,
            $"sweep-{Guid.NewGuid():n}");
        try
        {
            return new SweepRun(_mlContext, settings, new StudyFolder(folder)).Run(token);
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, true);
        }
    }

    /// <summary>The sweep, for those that decide what a process does next in another way.</summary>
    /// <param name="study">Where it is kept.</param>
    /// <param name="gpu">The device for trials that want a GPU; null for theirs.</param>
    internal SweepRun Open(StudyStore study, int? gpu)
        => new(_mlContext, Settings() with { GpuDeviceId = gpu }, study);

    /// <summary>Runs the sweep on another thread.</summary>
    /// <inheritdoc cref="Run"/>
    public Task<SweepResult> RunAsync(CancellationToken token = default)
        => Task.Factory.StartNew(() => Run(token), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private SweepSettings Settings()
    {
        if (_spaces.Count == 0) throw new InvalidOperationException("There is no trainer to sweep; call Add.");
        if (_training is null) throw new InvalidOperationException("There is no data; call SetDataset.");
        if (_time is null && _maxTrials is null)
            throw new InvalidOperationException("The sweep would not end; call SetTrainingTimeInSeconds or "
                + "SetMaxTrials.");
        if (!_rungs.IsAsynchronous && _maxTrials is null)
            throw new InvalidOperationException("Successive halving that waits for all trials needs their number; "
                + "call SetMaxTrials.");
        IDataView training = _training, validation;
        if (_validation is null)
        {
            DataOperationsCatalog.TrainTestData parts =
                _mlContext.Data.TrainTestSplit(_training, _fraction, seed: _seed);
            (training, validation) = (parts.TrainSet, parts.TestSet);
        }
        else validation = _validation;
        var settings = new SweepSettings
        {
            Spaces = [.. _spaces],
            Training = training,
            Validation = validation,
            Seed = _seed,
            ValidationFraction = _validation is null ? _fraction : null,
            Tuner = _tuner,
            Rungs = _rungs,
            Objective = _objective,
            Limits = new Dictionary<SweepMetric, double>(_limits),
            Monitor = _monitor,
            MaxTrials = _maxTrials,
            Time = _time,
        };
        return Earlier(WithRows(settings));
    }

    // Rows are counted where their number matters; grids that cannot be thinned are refused before any training.
    private SweepSettings WithRows(SweepSettings settings)
    {
        foreach (SweepSpace space in _spaces)
            ReducedDataView.Of(settings.Training, space.Trainer, null, _rungs.StrideOf(0), _seed);
        bool isReduced = _rungs.Fidelity == SweepFidelity.Samples
            || _spaces.Exists(s => s.Options.Any(o => o.Name == OptionRoots.Data + nameof(DataReduction.Samples)));
        return isReduced ? settings with { Rows = ReducedDataView.Count(settings.Training) } : settings;
    }

    private SweepSettings Earlier(SweepSettings settings)
    {
        SweepObservation[] all = [.. _earlier.SelectMany(s => new EarlierStudy(s).Observations(settings))];
        return settings with { Earlier = (all, RankedTrials.Count(all)) };
    }
}
