using Microsoft.ML.OnnxRuntime;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

/// <summary>
/// Execution providers. The native library of these tests has the CPU's alone, unless they are built for CUDA.
/// </summary>
public class ProviderTests
{
    private static byte[] Model()
    {
        var definition = new Fno(1, 1, new() { Modes = [4, 4], Channels = 3 });
        return OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0));
    }

    [Theory]
    [InlineData(ExecutionProviderKind.Cuda, "CUDA device 0", "Microsoft.ML.OnnxRuntime.Gpu")]
    [InlineData(ExecutionProviderKind.TensorRt, "TensorRT on device 0", "Microsoft.ML.OnnxRuntime.Gpu")]
    [InlineData(ExecutionProviderKind.DirectMl, "DirectML on device 0", "Microsoft.ML.OnnxRuntime.DirectML")]
    [InlineData(ExecutionProviderKind.CoreMl, "CoreML", "macOS")]
    public void A_missing_provider_is_refused_with_what_to_add(ExecutionProviderKind kind, string asked, string package)
    {
        SkipWhereThereIs(kind);
        var options = new ExecutionOptions { Provider = kind };
        string message = Assert.Throws<InvalidOperationException>(()
            => OnnxOperatorSession.Open(Model(), options)).Message;
        Assert.StartsWith($"ONNX Runtime cannot use {asked}: ", message);
        Assert.Contains(package, message);
        Assert.Contains("FallbackToCpu", message);
    }

    [Theory]
    [InlineData(ExecutionProviderKind.Cuda)]
    [InlineData(ExecutionProviderKind.TensorRt)]
    [InlineData(ExecutionProviderKind.DirectMl)]
    [InlineData(ExecutionProviderKind.CoreMl)]
    public void The_CPU_stands_in_where_it_may_and_the_session_says_why(ExecutionProviderKind kind)
    {
        SkipWhereThereIs(kind);
        using OnnxOperatorSession session = OnnxOperatorSession.Open(Model(),
            new ExecutionOptions { Provider = kind, FallbackToCpu = true });
        Assert.Equal("CPUExecutionProvider", session.ExecutionProvider);
        Assert.Contains("ONNX Runtime cannot use", session.FallbackReason);
        Assert.Null(session.Plan);
        Assert.Equal(64, session.Run([(new float[64], [1, 1, 8, 8])]).Values.Length);
    }

    [Fact]
    public void The_CPU_is_not_reported_as_a_fallback_if_it_was_asked_for()
    {
        foreach (ExecutionOptions options in new ExecutionOptions[]
            { new(), new() { Provider = ExecutionProviderKind.Cpu }, new() { Provider = ExecutionProviderKind.Cpu,
                GpuDeviceId = 99 } })
        {
            using OnnxOperatorSession session = OnnxOperatorSession.Open(Model(), options);
            Assert.Equal("CPUExecutionProvider", session.ExecutionProvider);
            Assert.Null(session.FallbackReason);
        }
    }

    [Fact]
    public void A_device_alone_means_CUDA()
    {
        Assert.Equal(ExecutionProviderKind.Cuda, ProviderSetup.KindOf(new() { GpuDeviceId = 1 }));
        Assert.Equal(ExecutionProviderKind.TensorRt,
            ProviderSetup.KindOf(new() { GpuDeviceId = 1, Provider = ExecutionProviderKind.TensorRt }));
        Assert.Equal(ExecutionProviderKind.Cpu, ProviderSetup.KindOf(new()));
    }

    [Fact]
    public void Providers_get_the_device_and_what_keeps_scores_the_same()
    {
        var options = new ExecutionOptions { GpuDeviceId = 2 };
        Dictionary<string, string> cuda = ProviderSetup.Settings(ExecutionProviderKind.Cuda, options);
        Assert.Equal(("2", "0"), (cuda["device_id"], cuda["use_tf32"]));
        Assert.Equal("1",
            ProviderSetup.Settings(ExecutionProviderKind.Cuda, options with { AllowTf32 = true })["use_tf32"]);
        Assert.Equal("2", ProviderSetup.Settings(ExecutionProviderKind.TensorRt, options)["device_id"]);
        Assert.Equal("MLProgram", ProviderSetup.Settings(ExecutionProviderKind.CoreMl, options)["ModelFormat"]);
    }

    [Fact]
    public void Every_provider_has_a_name_and_a_description()
    {
        ExecutionProviderKind[] all = Enum.GetValues<ExecutionProviderKind>();
        Assert.Equal(all.Length, all.Select(ProviderSetup.NameOf).Distinct().Count());
        Assert.Equal(all.Length,
            all.Select(kind => ProviderSetup.Describe(new() { Provider = kind })).Distinct().Count());
        Assert.All(all, kind => Assert.EndsWith("ExecutionProvider", ProviderSetup.NameOf(kind)));
    }

    [Fact]
    public void Faults_of_options_are_reported()
        => Assert.Contains("Threads is -1", Assert.Throws<ArgumentOutOfRangeException>(()
            => OnnxOperatorSession.Open(Model(), new ExecutionOptions { Threads = -1 })).Message);

    private static void SkipWhereThereIs(ExecutionProviderKind kind)
    {
        OnnxRuntimeLibrary.Require();
        Assert.SkipWhen(OrtEnv.Instance().GetAvailableProviders().Contains(ProviderSetup.NameOf(kind)),
            $"This native library has {kind}.");
    }
}
