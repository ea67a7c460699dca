using System.Text.RegularExpressions;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

[Collection(nameof(Programs))]
public sealed partial class ReadmeTests(ReadmeProgram program)
{
    [Fact]
    public void The_program_runs_with_the_packages_of_the_commands()
    {
        double error = double.Parse(RelativeError().Match(program.Output).Groups[1].Value);
        Assert.InRange(error, 0.001, 0.3);
        Assert.Contains("Highest pressure", program.Output);
        Assert.True(new FileInfo(program.Model).Length > 10_000);
        Assert.True(new FileInfo(Path.Combine(program.Folder, "darcy.onnx")).Length > 10_000);
    }

    [Fact]
    public void The_package_adds_its_startup_to_the_program()
    {
        byte[] built = File.ReadAllBytes(Path.Combine(program.Folder, "bin", "Release", "net10.0", "readme.dll"));

        Assert.True(built.AsSpan().IndexOf("TorchStartup"u8) >= 0);
    }

    [Fact]
    public void A_published_training_program_runs_in_another_folder()
    {
        string published = Path.Combine(program.Folder, "published"),
            elsewhere = Path.Combine(program.Folder, "elsewhere");
        // One pass over the data is enough to see that it trains.
        string shorter = Readme.Program.Replace("Epochs = 10", "Epochs = 1");
        Assert.NotEqual(Readme.Program, shorter);
        File.WriteAllText(Path.Combine(program.Folder, "Program.cs"), shorter);
        PackageFeed.Publish(program.Folder, published);
        Directory.CreateDirectory(elsewhere);

        string output = Shell.Run(elsewhere, Path.Combine(published, "readme"));

        Assert.Matches(RelativeError(), output);
        Assert.True(File.Exists(Path.Combine(elsewhere, "darcy.zip")));
        // TorchSharp copies half a gigabyte into a folder of its own when it does not find its libraries in time.
        Assert.False(Directory.Exists(Path.Combine(published, "cpu")));
    }

    [GeneratedRegex(@"relative L2 ([0-9.]+)")]
    private static partial Regex RelativeError();
}
