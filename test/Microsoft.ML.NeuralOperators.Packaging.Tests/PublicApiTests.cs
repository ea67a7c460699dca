using System.Reflection;
using PublicApiGenerator;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

/// <summary>
/// The public surface of every library, as a file beside its project: a change of the surface is a change of the file,
/// and seen in review.
/// </summary>
public sealed class PublicApiTests
{
    /// <summary>Set to 1, this variable has the files written anew.</summary>
    private const string Accept = "ACCEPT_PUBLIC_API";

    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        DenyNamespacePrefixes = [],
        ExcludeAttributes = ["System.Runtime.CompilerServices.CompilerGeneratedAttribute"],
    };

    [Theory]
    [InlineData("Microsoft.ML.NeuralOperators", "Microsoft.ML.NeuralOperators")]
    [InlineData("Training", "Microsoft.ML.NeuralOperators.Training")]
    [InlineData("Data", "Microsoft.ML.NeuralOperators.Data")]
    [InlineData("Onnx", "Microsoft.ML.NeuralOperators.Onnx")]
    [InlineData("Estimators", "Microsoft.ML.NeuralOperators.Estimators")]
    [InlineData("Serving", "Microsoft.ML.NeuralOperators.Serving")]
    [InlineData("Sweeps", "Microsoft.ML.NeuralOperators.Sweeps")]
    [InlineData("Sweeps.Cluster", "Microsoft.ML.NeuralOperators.Sweeps.Cluster")]
    public void The_public_surface_is_the_one_on_file(string folder, string assembly)
    {
        string path = Path.Combine(BuildFacts.RepositoryRoot, "src", folder, "PublicApi.txt");
        Assert.SkipUnless(Directory.Exists(Path.GetDirectoryName(path)), "The sources are not here.");
        string actual = Assembly.Load(assembly).GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable(Accept) == "1") File.WriteAllText(path, actual);
        string[] expected = File.Exists(path) ? File.ReadAllLines(path) : [], now = actual.TrimEnd('\n').Split('\n');
        string changes = string.Join("\n", expected.Except(now).Select(line => "- " + line.Trim())
            .Concat(now.Except(expected).Select(line => "+ " + line.Trim())));
        Assert.True(expected.SequenceEqual(now), $"The public surface of {assembly} changed. If that is meant, run "
            + $"this test with {Accept}=1 and commit the file.\n{changes}");
    }

    [Fact]
    public void Users_need_two_namespaces()
    {
        string[] assemblies = ["", ".Training", ".Onnx", ".Estimators", ".Serving", ".Sweeps", ".Sweeps.Cluster"];
        IEnumerable<string> spaces = assemblies
            .SelectMany(name => Assembly.Load("Microsoft.ML.NeuralOperators" + name).GetExportedTypes())
            .Select(type => type.Namespace!).Distinct();
        string[] expected = ["Microsoft.ML", "Microsoft.ML.NeuralOperators", "Microsoft.ML.NeuralOperators.Training"];
        Assert.Equal(expected, spaces.Order());
    }
}
