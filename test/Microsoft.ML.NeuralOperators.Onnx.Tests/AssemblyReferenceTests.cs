using Microsoft.ML.NeuralOperators.Training;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

/// <summary>
/// Which libraries each of ours needs besides .NET's own. A program that scores never loads libtorch, one that only
/// defines operators neither that nor ONNX Runtime, and only the library on top of these knows ML.NET.
/// </summary>
public class AssemblyReferenceTests
{
    private const string Core = "Microsoft.ML.NeuralOperators";

    [Fact]
    public void Definitions_need_nothing() => Assert.Empty(References(typeof(NeuralOperator)));

    [Fact]
    public void Training_needs_torch_alone() => Assert.Equal([Core, "TorchSharp"], References(typeof(Trainer)));

    [Fact]
    public void Export_needs_the_runtime_and_its_file_format()
        => Assert.Equal(["Google.Protobuf", Core, "Microsoft.ML.OnnxRuntime"], References(typeof(OnnxExporter)));

    private static string[] References(Type type) =>
    [
        .. type.Assembly.GetReferencedAssemblies().Select(a => a.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];
}
