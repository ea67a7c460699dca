// An operator of one's own through the whole pipeline: trained, scored through ONNX Runtime at two resolutions,
// exported.
using System.CommandLine;
using Microsoft.ML;
using Microsoft.ML.NeuralOperators;
using OwnOperator;

var samples = new Option<int>("--samples")
{
    Description = "Darcy problems to learn from",
    DefaultValueFactory = _ => 200
};
var epochs = new Option<int>("--epochs") { Description = "passes over them", DefaultValueFactory = _ => 15 };
var seed = new Option<int>("--seed") { Description = "seed of data and training" };
var output = new Option<string>("--out")
{
    Description = "the ONNX file",
    DefaultValueFactory = _ => Path.Combine("out", "own.onnx")
};
var command = new RootCommand("Trains an operator that is defined in this sample.") { samples, epochs, seed, output };
command.SetAction((result, cancellation) =>
{
    var mlContext = new MLContext(result.GetValue(seed));
    mlContext.Log += (_, e) =>
    {
        if (e.Message.Contains("Epoch", StringComparison.Ordinal)
            || e.Message.Contains("Trained", StringComparison.Ordinal)) Console.WriteLine(e.RawMessage);
    };
    NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
    IDataView training = Darcy(result.GetValue(samples), 2 * result.GetValue(seed))[0];
    IDataView[] test = Darcy(20, 2 * result.GetValue(seed) + 1);

    NeuralOperatorTrainer trainer =
        operators.Custom((inputs, outputs) => new FactorizedFourierOperator(inputs, outputs), "u", "a", new()
        {
            Epochs = result.GetValue(epochs),
            BatchSize = 4,
            CancellationToken = cancellation,
        });
    using NeuralOperatorTransformer model = trainer.Fit(training);
    Console.WriteLine($"32×32, as in training: {operators.Evaluate(model.Transform(test[0]), "u")}");
    Console.WriteLine($"64×64, never seen:     {operators.Evaluate(model.Transform(test[1]), "u")}");
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(result.GetValue(output)!))!);
    model.ExportToOnnx(result.GetValue(output)!);
    return Task.FromResult(0);

    IDataView[] Darcy(int count, int dataSeed)
        => [.. DarcyFlow.Generate(count, [32, 64], dataSeed, cancellation: cancellation)
        .Select(fields => operators.LoadFields(("a", fields.A), ("u", fields.U)))];
});
return await command.Parse(args).InvokeAsync();
