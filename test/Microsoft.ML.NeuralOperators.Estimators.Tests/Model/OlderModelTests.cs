using System.Text.Json;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Model;

/// <summary>
/// Model files of version 0.1, from before its classes were renamed: one per architecture, trained for an epoch, with
/// the scores that version gave for rows 8 and 9. A later version must load them and give the same.
/// </summary>
public sealed class OlderModelTests
{
    private static readonly Dictionary<string,
        (Func<int, IEnumerable<int>, IReadOnlyList<SampleColumn>> Rows, int Size)> Models = new()
        {
            ["fno"] = (SmoothFields.OnPlanes, 8),
            ["fno-lines"] = (SmoothFields.OnLines, 8),
            ["mgno"] = (SmoothFields.OnPlanes, 8),
            ["mgno-periodic"] = (SmoothFields.InEvenSpace, 4),
            ["factformer"] = (SmoothFields.OnPlanes, 8),
            ["ifactformer"] = (SmoothFields.OnPlanes, 8),
            ["lsm"] = (SmoothFields.OnPlanes, 8),
            ["galerkin"] = (SmoothFields.OnPlanes, 8),
            ["deeponet"] = (SmoothPoints.OnVaryingPoints, 8),
            ["deeponet-pod"] = (SmoothPoints.OnSharedPoints, 8),
            ["gnot"] = (SmoothPoints.OnVaryingPoints, 8),
        };

    public static TheoryData<string> Names => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_older_zip_scores_as_it_did(string name)
    {
        var mlContext = new MLContext();
        using var model = (NeuralOperatorTransformer)mlContext.NeuralOperators().Load(PathOf(name + ".zip"));
        RequireScores(mlContext, model, name);
        Assert.NotNull(model.Report);
    }

    [Theory]
    [InlineData("fno")]
    [InlineData("mgno-periodic")]
    [InlineData("gnot")]
    public void An_older_graph_scores_as_it_did(string name)
    {
        var mlContext = new MLContext();
        using NeuralOperatorTransformer model = mlContext.NeuralOperators().LoadOnnx(PathOf(name + ".onnx"));
        RequireScores(mlContext, model, name);
    }

    private static void RequireScores(MLContext mlContext, ITransformer model, string name)
    {
        var (rows, size) = Models[name];
        float[][] expected = JsonSerializer.Deserialize<Dictionary<string,
            float[][]>>(File.ReadAllText(PathOf("scores.json")))![name];
        float[][] actual = [.. model.Transform(SampleView.Of(mlContext,
            rows(size, [8, 9]))).GetColumn<float[]>("Score")];
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (e, a) in expected.Zip(actual))
        {
            // The first and the last numbers of every row.
            float[] ends = [.. a[..8], .. a[^8..]];
            for (int i = 0; i < ends.Length; i++)
                Assert.True(Math.Abs(e[i] - ends[i]) <= 1e-4 * (1 + Math.Abs(e[i])),
                    $"{name}: {e[i]} became {ends[i]}");
        }
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "Models", file);

}
