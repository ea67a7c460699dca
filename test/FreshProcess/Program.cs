// Scores the rows of a file with a saved model: MODEL.zip ROWS SCORES, both files as raw single precision numbers.
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

if (args is not [string modelPath, string rowsPath, string scoresPath])
{
    Console.Error.WriteLine("usage: FreshProcess MODEL.zip ROWS SCORES");
    return 2;
}

var mlContext = new MLContext();
ITransformer model = mlContext.Model.Load(modelPath, out _);
float[] numbers = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(rowsPath)).ToArray();
IDataView rows = mlContext.Data.LoadFromEnumerable(numbers.Chunk(Row.Length).Select(a => new Row { a = a }));
using FileStream scores = File.Create(scoresPath);
foreach (float[] score in model.Transform(rows).GetColumn<float[]>("Score"))
    scores.Write(MemoryMarshal.AsBytes(score.AsSpan()));
(model as IDisposable)?.Dispose();
return 0;

internal sealed class Row
{
    public const int Length = 64;

    [VectorType(1, 8, 8)]
    public float[] a = [];
}
