// Scores one field with a saved model; with the argument "train" instead, asks for more than this program has.
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators;

var mlContext = new MLContext(seed: 0);
NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
IDataView rows = mlContext.Data.LoadFromEnumerable([new Row { Field = [.. Enumerable.Repeat(12f, 16 * 16)] }]);
if (args is ["train"])
{
    operators.Fno("a", "a", new() { Modes = [4, 4], Channels = 4, Layers = 1 }, new() { Epochs = 1 }).Fit(rows);
    return;
}
ITransformer model = operators.Load(args[0]);
float[] score = model.Transform(rows).GetColumn<float[]>("Score").Single();
Console.WriteLine($"Highest: {score.Max():f4}");
Console.WriteLine($"TorchSharp: {AppDomain.CurrentDomain.GetAssemblies().Any(a => a.GetName().Name == "TorchSharp")}");
if (OperatingSystem.IsLinux())
{
    bool isLoaded = File.ReadLines("/proc/self/maps").Any(l => l.Contains("torch", StringComparison.OrdinalIgnoreCase));
    Console.WriteLine($"libtorch: {isLoaded}");
}

internal sealed class Row
{
    [ColumnName("a"), VectorType(1, 16, 16)]
    public float[] Field = [];
}
