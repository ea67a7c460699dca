// Operators trained without a single solution: the loss is the residual of the equation. Solutions serve for testing
// only.
using System.CommandLine;
using Microsoft.ML;
using Microsoft.ML.NeuralOperators;
using PhysicsInformed;

var problem = new Argument<string>("problem") { Description = "poisson or burgers" };
problem.AcceptOnlyFromAmong("poisson", "burgers");
var epochs = new Option<int?>("--epochs") { Description = "passes over the inputs" };
var seed = new Option<int>("--seed") { Description = "seed of data and training" };
var command = new RootCommand("Trains an operator on an equation alone.") { problem, epochs, seed };
command.SetAction((result, cancellation) =>
{
    var mlContext = new MLContext(result.GetValue(seed));
    mlContext.Log += (_, e) =>
    {
        if (e.Message.Contains("Epoch", StringComparison.Ordinal)
            || e.Message.Contains("Trained", StringComparison.Ordinal)) Console.WriteLine(e.RawMessage);
    };
    FieldMetrics metrics = result.GetValue(problem) == "poisson"
        ? Poisson.Run(mlContext, result.GetValue(epochs) ?? 60, result.GetValue(seed), cancellation)
        : Burgers.Run(mlContext, result.GetValue(epochs) ?? 40, result.GetValue(seed), cancellation);
    Console.WriteLine($"{result.GetValue(problem)}: {metrics}");
    return Task.FromResult(0);
});
return await command.Parse(args).InvokeAsync();
