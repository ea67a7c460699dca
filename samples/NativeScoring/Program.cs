using Microsoft.ML.NeuralOperators;

// Scores the fields of a file with an exported model. Compiled ahead of time, it needs no .NET on its machine:
//   dotnet publish samples/NativeScoring -c Release -r linux-x64 -p:PublishAot=true -o scoring
//   scoring/NativeScoring darcy.onnx permeability.npy pressure.npz
if (args is not [string file, string input, string output])
{
    Console.Error.WriteLine("NativeScoring MODEL.onnx FIELDS.npy PREDICTIONS.npz");
    return 2;
}
try
{
    NamedArray fields = ArrayFile.Read(input).Values.First();
    using var model = new ServedOperator(file, new() { ReloadInterval = TimeSpan.Zero });
    // [rows, channels, grid…]; where there is one channel, its axis may be missing.
    int[] shape = [.. fields.Shape];
    if (shape.Length == model.Info.Inputs.Values.First().Count - 1) shape = [shape[0], 1, .. shape[1..]];
    using FieldPredictor predictor = model.CreatePredictor(shape[1..]);
    int rows = shape[0], given = Numbers(predictor.InputSizes), made = Numbers(predictor.OutputSizes);
    var predictions = new float[rows * made];
    for (int row = 0; row < rows; row++)
        predictor.Predict(fields.Values.AsSpan(row * given, given), predictions.AsSpan(row * made, made));
    ArrayFile.WriteNpz(output, [new(model.Info.Outputs.Keys.First(), [rows, .. predictor.OutputSizes], predictions)]);
    Console.WriteLine($"{rows} rows of [{string.Join(", ", predictor.OutputSizes)}], highest {predictions.Max():g4}");
    return 0;
}
catch (Exception error) when (error is ArgumentException or FormatException or IOException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static int Numbers(IReadOnlyList<int> sizes) => sizes.Aggregate(1, (product, size) => product * size);
