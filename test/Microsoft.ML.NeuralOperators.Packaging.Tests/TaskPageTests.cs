using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

/// <summary>The programs of docs/train.md and docs/own-operator.md, as they stand there.</summary>
[Collection(nameof(Programs))]
public sealed partial class TaskPageTests(PackageFeed feed)
{
    [Fact]
    public void Training_on_a_file_learns_and_writes_everything()
    {
        string folder = Make("train", "docs/train.md", "darcy.mat");
        int[] shape = [60, 16, 16];
        float[] a = [.. Enumerable.Range(0, 60 * 256).Select(i
            => MathF.Sin(i / 256 + i % 256 / 16 * 0.4f) * MathF.Cos(i % 16 * 0.3f))];
        DataFile.Write(Path.Combine(folder, "darcy.mat"),
            [new("coeff", shape, a), new("sol", shape, [.. a.Select(v => 2 * v + 1)])]);

        string output = Shell.Run(folder, "dotnet", "run", "-c", "Release");

        Assert.Contains("epoch 20 of 20", output);
        Assert.InRange(Number(RelativeL2().Match(output)), 0, 0.5);
        foreach (string file in new[] { "predictions.mat", "darcy.zip", "darcy.onnx", "states" })
            Assert.True(Path.Exists(Path.Combine(folder, file)), file);
        Assert.Equal(256, DataFile.Read(Path.Combine(folder, "predictions.mat"))["Score"].Shape.Skip(1)
            .Aggregate(1, (product, size) => product * size));
    }

    [Fact]
    public void An_operator_of_ones_own_learns_and_serves_another_grid()
    {
        string folder = Make("own", "docs/own-operator.md", "WaveOptions");

        string output = Shell.Run(folder, "dotnet", "run", "-c", "Release");

        Assert.InRange(Number(Trained().Match(output)), 0, 0.3);
        Assert.InRange(Number(Finer().Match(output)), 0, 0.4);
        Assert.True(File.Exists(Path.Combine(folder, "own.onnx")));
    }

    private string Make(string name, string path, string content)
    {
        var page = new Markdown(path);
        string folder = feed.NewProgram(name, page.Block("csharp", content));
        foreach (string[] command in page.AddCommands) Shell.Run(folder, "dotnet", command);
        return folder;
    }

    private static double Number(Match match)
        => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"elative L2[^0-9]*([0-9.]+)")]
    private static partial Regex RelativeL2();

    [GeneratedRegex(@"as in training: ([0-9.]+)")]
    private static partial Regex Trained();

    [GeneratedRegex(@"never seen: +([0-9.]+)")]
    private static partial Regex Finer();
}
