using System.Diagnostics;
using System.Globalization;

namespace Spectral.Bench;

/// <summary>
/// FNO alone, and FNO with a second one that learns what it leaves: test errors beside the processor's seconds that the
/// trainings took, which other programs on the machine change less than the clock's.
/// </summary>
/// <param name="problem">The equation.</param>
/// <param name="samples">Samples to learn from.</param>
/// <param name="seed">Of data and training.</param>
/// <param name="modes">Of the first one along each axis, and of the one alone.</param>
/// <param name="channels">Of the first one, and of the one alone.</param>
/// <param name="loss">What the first one learns by, and the one alone.</param>
/// <param name="later">What the second one learns by.</param>
/// <param name="batch">Samples a step.</param>
/// <param name="gpu">A CUDA device, whose trainings are measured by the clock; null for the CPU.</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class BoostStudy(string problem, int samples, int seed, int modes, int channels, Loss loss, Loss later,
    int batch, int? gpu, CancellationToken cancellation)
{
    public const string Darcy = "darcy", NavierStokes = "navier-stokes";
    /// <summary>What the second one may be.</summary>
    public const string Fno = "fno", UNet = "u-net";
    private const int Size = 64, Tests = 50, Pairs = 8;
    private readonly MLContext _mlContext = new(seed);
    private IDataView _training = null!, _test = null!;

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    /// <summary>Makes the data.</summary>
    public void Prepare()
    {
        var clock = Stopwatch.StartNew();
        (_training, _test) = (Rows(samples, 2 * seed), Rows(Tests, 2 * seed + 1));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{samples} samples to learn from and {Tests} others: {clock.Elapsed.TotalSeconds:f0} s"));
        Console.WriteLine($"| operator | epochs | {(gpu is null ? "CPU " : "")}s | relative L2 | on training rows "
            + "| low, middle, high wave numbers |");
        Console.WriteLine("|---|---|---|---|---|---|");
    }

    /// <summary>Trains the first one alone.</summary>
    public void Alone(int epochs) => Alone(epochs, 1e-2, First);

    /// <summary>Trains one operator alone.</summary>
    /// <param name="epochs">Its epochs.</param>
    /// <param name="rate">Its learning rate.</param>
    /// <param name="options">The operator.</param>
    public void Alone(int epochs, double rate, GridOperatorOptions options)
        => Row(Name(options), $"{epochs}", Operators.Custom(options, "u", "a", Training(epochs, rate)));

    /// <summary>Trains both.</summary>
    /// <param name="first">Epochs of the first.</param>
    /// <param name="second">Epochs of the second.</param>
    /// <param name="rate">The learning rate of the second.</param>
    /// <param name="options">The second operator, folds, and the first one's grid.</param>
    public void Boosted(int first, int second, double rate, SpecBoostOptions options)
        => Row($"SpecBoost, {Name(options.Second)}", $"{first} + {second}",
            Operators.SpecBoost("u", "a", options with
            {
                First = First,
                Points = problem == NavierStokes ? PointPlacement.Periodic : PointPlacement.CellCentres,
                FirstShare = (double)first / (first + second),
            }, Training(first + second, 1e-2) with { LaterLoss = later, LaterLearningRate = rate }));

    /// <summary>An operator of the problem, by name, with the sizes of bench/Contest.</summary>
    /// <param name="kind"><see cref="Fno"/> or <see cref="UNet"/>.</param>
    /// <param name="modes">Fourier modes along each axis, where it has them.</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="isAlone">Whether it learns the flow itself, which is close to the flow before.</param>
    public GridOperatorOptions Of(string kind, int modes, int channels, bool isAlone)
    {
        bool isStep = problem == NavierStokes && isAlone;
        BoundaryCondition boundary = problem == NavierStokes ? BoundaryCondition.Periodic : BoundaryCondition.Dirichlet;
        return kind == UNet
            ? new UNetOptions
            {
                Levels = 4,
                Channels = channels,
                Boundary = boundary,
                HasOutputResidual = isStep,
            }
            : new FnoOptions { Modes = [modes, modes], Channels = channels, HasOutputResidual = isStep };
    }

    private GridOperatorOptions First => Of(Fno, modes, channels, isAlone: true);

    private static string Name(GridOperatorOptions options) => options.GetType().Name[..^"Options".Length];

    private TrainingOptions Training(int epochs, double rate) => new()
    {
        Epochs = epochs,
        BatchSize = batch,
        LearningRate = rate,
        Schedule = LearningRateSchedule.OneCycle,
        Seed = seed,
        Workers = 2,
        GpuDeviceId = gpu,
        Loss = loss,
        CancellationToken = cancellation,
    };

    private void Row(string name, string epochs, NeuralOperatorTrainer trainer)
    {
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        using NeuralOperatorTransformer model = trainer.Fit(_training);
        double seconds = gpu is null ? (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds
            : model.Report!.Seconds;
        FieldMetrics metrics = Operators.Evaluate(model.Transform(_test), "u");
        double seen = Operators.Evaluate(model.Transform(_mlContext.Data.TakeRows(_training, Tests)), "u").RelativeL2;
        FourierErrors bands = metrics.FourierRmse;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {epochs} | {seconds:f0} | {metrics.RelativeL2:f5} | {seen:f5} ")
            + string.Create(CultureInfo.InvariantCulture, $"| {bands.Low:g3}, {bands.Middle:g3}, {bands.High:g3} |"));
        Console.Error.WriteLine(string.Join(" ", model.Report!.Epochs
            .Select(e => e.Loss.ToString("g3", CultureInfo.InvariantCulture))));
    }

    private IDataView Rows(int count, int from)
    {
        if (problem == Darcy)
        {
            IReadOnlyList<FieldSamples> fields = new DarcyFlow(Size).Generate(count, from, cancellation);
            return Operators.LoadFields(("a", fields[0]), ("u", fields[1]));
        }
        // One unit of time at ν = 1e-4, several such steps of every flow.
        FieldSamples flows = new VorticityEquation(new()
        {
            Points = Size,
            Frames = Pairs + 1,
            Start = 4,
            Viscosity = 1e-4,
            TimeStep = 1e-2,
        }).Generate((count + Pairs - 1) / Pairs, from, cancellation)[0];
        int length = Size * Size;
        float[] a = new float[count * length], u = new float[count * length];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> flow = flows[i / Pairs];
            flow.Slice(i % Pairs * length, length).CopyTo(a.AsSpan(i * length));
            flow.Slice((i % Pairs + 1) * length, length).CopyTo(u.AsSpan(i * length));
        }
        return Operators.LoadFields(("a", new FieldSamples("a", 1, [Size, Size], a)),
            ("u", new FieldSamples("u", 1, [Size, Size], u)));
    }
}
