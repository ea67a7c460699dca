using Microsoft.ML;
using Microsoft.ML.NeuralOperators;

namespace DarcyFlow;

/// <summary>Training rows, test rows, and the same test problems on a finer grid where there are any.</summary>
internal sealed record DarcyData(IDataView Training, IDataView Test, IDataView? Fine, string Description, string? Unit)
{
    private const int TestSamples = 40;

    public static DarcyData Make(MLContext mlContext, Arguments arguments, CancellationToken cancellation, Action<int,
        int> progress)
    {
        if (arguments.Data is null != arguments.Test is null)
            throw new ArgumentException("--data and --test go together.");
        return arguments.Data is { } training ? Read(mlContext, training, arguments.Test!)
            : Generate(mlContext, arguments, cancellation, progress);
    }

    private static DarcyData Read(MLContext mlContext, string training, string test)
    {
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        return new DarcyData(operators.LoadFields(training, Columns(training)),
            operators.LoadFields(test, Columns(test)), null,
            $"{Path.GetFileName(training)} and {Path.GetFileName(test)}", null);
    }

    // The published files call the fields x and y.
    private static Dictionary<string, string> Columns(string path)
    {
        IReadOnlyDictionary<string, NamedArray> arrays = ArrayFile.Read(path);
        return arrays.ContainsKey("a") && arrays.ContainsKey("u") ? new() { ["a"] = "a", ["u"] = "u" }
            : new() { ["a"] = "x", ["u"] = "y" };
    }

    private static DarcyData Generate(MLContext mlContext, Arguments arguments, CancellationToken cancellation,
        Action<int, int> progress)
    {
        int total = arguments.Samples + TestSamples, fine = 2 * arguments.Size;
        var training = DarcyFlow(arguments.Samples, [arguments.Size, fine], 2 * arguments.Seed, 0);
        var test = DarcyFlow(TestSamples, [arguments.Size, fine], 2 * arguments.Seed + 1, arguments.Samples);
        return new DarcyData(View(mlContext, training[0]), View(mlContext, test[0]), View(mlContext, test[1]),
            $"{arguments.Samples} generated samples at {arguments.Size}×{arguments.Size}, {TestSamples} for testing",
            "dimensionless");

        (FieldSamples A, FieldSamples U)[] DarcyFlow(int count, int[] sizes, int seed, int before)
            => Microsoft.ML.NeuralOperators.DarcyFlow.Generate(count, sizes, seed, null, cancellation,
                done => progress(before + done, total));
    }

    private static IDataView View(MLContext mlContext, (FieldSamples A, FieldSamples U) fields)
        => mlContext.NeuralOperators().LoadFields(("a", fields.A), ("u", fields.U));
}
