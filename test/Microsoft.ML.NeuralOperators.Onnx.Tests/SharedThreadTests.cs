using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

/// <summary>Threads of sessions, counted while no other test makes any.</summary>
[CollectionDefinition(DisableParallelization = true)]
public class SharedThreadTests
{
    [Fact]
    public void Sessions_share_the_threads_of_the_process_unless_they_ask_for_their_own()
    {
        var definition = new Fno(1, 1, new() { Modes = [4, 4], Channels = 3 });
        byte[] model = OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0));
        OnnxRuntimeLibrary.Require();
        Assert.SkipUnless(OnnxRuntimeLibrary.HasSharedThreads && OperatingSystem.IsLinux(),
            "Something else in the process used ONNX Runtime first, or threads cannot be counted here.");
        using OnnxOperatorSession first = OnnxOperatorSession.Open(model);
        Run(first);
        int before = Threads();
        OnnxOperatorSession[] shared = [.. Enumerable.Range(0, 20).Select(_ => OnnxOperatorSession.Open(model))];
        Array.ForEach(shared, Run);
        // Those of .NET come and go.
        Assert.InRange(Threads() - before, -10, 10);
        OnnxOperatorSession[] own = [.. Enumerable.Range(0, 20)
            .Select(_ => OnnxOperatorSession.Open(model, new ExecutionOptions { Threads = 3 }))];
        Array.ForEach(own, Run);
        Assert.InRange(Threads() - before, 30, 60);
        foreach (OnnxOperatorSession session in shared.Concat(own)) session.Dispose();
    }

    private static void Run(OnnxOperatorSession session) => session.Run([(new float[64], [1, 1, 8, 8])]);

    private static int Threads() => Directory.GetDirectories("/proc/self/task").Length;
}
