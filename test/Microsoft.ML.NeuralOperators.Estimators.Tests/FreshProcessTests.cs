using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>A saved model in a process of its own, which has ML.NET and nothing of this library.</summary>
public sealed class FreshProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_saved_model_scores_with_the_same_bits_in_another_process()
    {
        var mlContext = new MLContext(seed: 0);
        IDataView data = Fixture.Data(mlContext, 9);
        using NeuralOperatorTransformer model = Fixture.Fno(mlContext).Fit(data);
        string zip = _folder["model.zip"], rows = _folder["rows.bin"], scores = _folder["scores.bin"];
        mlContext.Model.Save(model, data.Schema, zip);
        Fixture.Row[] fresh = Fixture.Rows(5, seed: 3);
        File.WriteAllBytes(rows, [.. fresh.SelectMany(r => MemoryMarshal.AsBytes(r.a.AsSpan()).ToArray())]);
        using var engine = mlContext.Model.CreatePredictionEngine<Fixture.Input,
            Fixture.Output>(model, new PredictionEngineOptions { OwnsTransformer = false });
        float[] expected = [.. fresh.SelectMany(r => engine.Predict(new Fixture.Input { a = r.a }).Score)];

        await Run(zip, rows, scores);

        float[] actual = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(scores)).ToArray();
        Assert.Equal(5 * 64, actual.Length);
        Assert.Equal(expected.Select(BitConverter.SingleToUInt32Bits), actual.Select(BitConverter.SingleToUInt32Bits));
        Assert.True(expected.Distinct().Count() > 100, "the scores are fields and not one number");
    }

    private static async Task Run(params string[] arguments)
    {
        string program = Program();
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(program)!, "Microsoft.ML.NeuralOperators.dll")));
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [program, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{process.ExitCode}: {await errors}{await output}");
    }

    // Built beside the tests; where, the test project says.
    private static string Program()
    {
        string relative = typeof(FreshProcessTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "FreshProcess").Value!;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, relative) is var path && File.Exists(path)) return path;
        throw new FileNotFoundException($"There is no '{relative}' above '{AppContext.BaseDirectory}'.");
    }
}
