// What aliasing, boundaries and frequencies cost spectral operators, and what an equation adds to their predictions.
using System.CommandLine;
using Spectral.Bench;

var seed = new Option<int>("--seed") { Description = "seed of data and training" };
var samples = new Option<int>("--samples") { Description = "training samples", DefaultValueFactory = _ => 512 };
var epochs = new Option<int>("--epochs") { Description = "epochs of each training", DefaultValueFactory = _ => 60 };
var rows = new Option<string[]>("--rows")
{
    Description = "rows of the table to measure; all by default",
    AllowMultipleArgumentsPerToken = true,
};
var shift = new Command("shift", "A shift learned on 31 points, scored on finer grids.")
{
    seed, samples, epochs, rows,
};
shift.SetAction(result => new ShiftStudy(result.GetValue(samples), result.GetValue(epochs), result.GetValue(seed))
    .Run(result.GetValue(rows) ?? []));
var size = new Option<int>("--size") { Description = "points along each axis", DefaultValueFactory = _ => 32 };
var modes = new Command("modes", "Modes that are taken in during a training.") { seed, samples, epochs, size, rows };
modes.SetAction(result => new ModeStudy(result.GetValue(size), result.GetValue(samples), result.GetValue(epochs),
    result.GetValue(seed)).Run(result.GetValue(rows) ?? []));
var boundary = new Command("boundary", "Derivatives of fields that are not periodic.") { seed, samples, epochs };
boundary.SetAction(result
    => new BoundaryStudy(result.GetValue(samples), result.GetValue(epochs), result.GetValue(seed)).Run());
var resolution = new Command("resolution", "Fields on grids finer than the given one.") { seed, samples, epochs };
resolution.SetAction((result, cancellation) =>
{
    new ResolutionStudy(result.GetValue(samples), result.GetValue(epochs), result.GetValue(seed)).Run(cancellation);
    return Task.FromResult(0);
});
var interval = new Option<double>("--interval") { Description = "between frames", DefaultValueFactory = _ => 0.1 };
var refine = new Command("refine", "Frames of a flow, refined by its equation.") { seed, samples, epochs, interval };
refine.SetAction((result, cancellation) =>
{
    new RefinementStudy(result.GetValue(samples), result.GetValue(epochs), result.GetValue(interval),
        result.GetValue(seed), cancellation).Run();
    return Task.FromResult(0);
});
var speed = new Option<double?>("--rate") { Description = "learning rate; the default where not said" };
var scale = new Option<double?>("--scale") { Description = "factor of the outputs; the default where not said" };
var coefficients = new Command("coefficients", "Operators of coefficients, trained on equations alone.")
{
    seed, samples, epochs, rows, speed, scale,
};
coefficients.SetAction((result, cancellation) =>
{
    new CoefficientStudy(result.GetValue(samples), result.GetValue(epochs), result.GetValue(seed),
        result.GetValue(speed), result.GetValue(scale), cancellation).Run(result.GetValue(rows) ?? []);
    return Task.FromResult(0);
});
var problem = new Option<string>("--problem")
{
    Description = "what is learned",
    DefaultValueFactory = _ => BoostStudy.Darcy,
};
problem.AcceptOnlyFromAmong(BoostStudy.Darcy, BoostStudy.NavierStokes);
Option<int> alone = Number("--alone", "epochs of FNO alone; 0 leaves it out", 40),
    first = Number("--first", "epochs of the first of two; 0 leaves both out", 20),
    second = Number("--second", "epochs of the second", 16), width = Number("--channels", "its channels", 16),
    waves = Number("--modes", "its modes along each axis", 32), folds = Number("--folds", "of cross-fitting", 1),
    coarsening = Number("--coarsening", "spacings of the grid in one of the first's", 1);
var rate = new Option<double>("--later-rate")
{
    Description = "learning rate of the second",
    DefaultValueFactory = _ => 3e-3,
};
Option<string> loss = Norm("--loss", "what the first one learns by"),
    later = Norm("--later-loss", "what the second one learns by");
// The sizes of bench/Contest.
Option<int> firstWaves = Number("--first-modes", "modes along each axis of the first", 16),
    firstWidth = Number("--first-channels", "channels of the first", 24);
var batch = Number("--batch", "samples a step", 4);
var kind = new Option<string>("--second-kind")
{
    Description = "the operator of the second",
    DefaultValueFactory = _ => BoostStudy.Fno,
};
kind.AcceptOnlyFromAmong(BoostStudy.Fno, BoostStudy.UNet);
var beside = Number("--second-alone", "epochs of the second kind alone; 0 leaves it out", 0);
var gpu = new Option<int?>("--gpu") { Description = "CUDA device to train on" };
var boost = new Command("boost", "FNO, and FNO with a second one on what it leaves.")
{
    seed, samples, problem, alone, first, second, firstWaves, firstWidth, width, waves, folds,
    coarsening, rate, loss, later, batch, kind, beside, gpu,
};
boost.SetAction((result, cancellation) =>
{
    var study = new BoostStudy(result.GetValue(problem)!, result.GetValue(samples), result.GetValue(seed),
        result.GetValue(firstWaves), result.GetValue(firstWidth), LossOf(result.GetValue(loss)),
        LossOf(result.GetValue(later)), result.GetValue(batch), result.GetValue(gpu), cancellation);
    study.Prepare();
    if (result.GetValue(alone) > 0) study.Alone(result.GetValue(alone));
    if (result.GetValue(beside) > 0)
        study.Alone(result.GetValue(beside), result.GetValue(rate), Other(isAlone: true));
    if (result.GetValue(first) > 0)
        study.Boosted(result.GetValue(first), result.GetValue(second), result.GetValue(rate), new()
        {
            Second = Other(isAlone: false),
            Folds = result.GetValue(folds),
            FirstCoarsening = result.GetValue(coarsening),
        });
    return Task.FromResult(0);

    GridOperatorOptions Other(bool isAlone)
        => study.Of(result.GetValue(kind)!, result.GetValue(waves), result.GetValue(width), isAlone);
});
var command = new RootCommand("Measures what spectral operators do beyond their grid.")
{
    shift, boundary, modes, resolution, refine, coefficients, boost,
};
return await command.Parse(args).InvokeAsync();

Option<int> Number(string name, string description, int value)
    => new(name) { Description = description, DefaultValueFactory = _ => value };

Option<string> Norm(string name, string description)
{
    var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => "h1" };
    option.AcceptOnlyFromAmong("h1", "l2");
    return option;
}

Loss LossOf(string? norm) => norm == "l2" ? Loss.RelativeL2 : Loss.RelativeH1;
