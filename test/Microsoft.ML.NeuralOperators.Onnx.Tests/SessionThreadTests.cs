using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

/// <summary>Threads of sessions, counted while no other test makes any.</summary>
[CollectionDefinition(DisableParallelization = true)]
public class SessionThreadTests
{
    private const int Sessions = 20;

    [Fact]
    public void Each_session_has_threads_of_its_own_one_per_core_or_as_many_as_it_asks_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads cannot be counted here.");
        var definition = new Fno(1, 1, new() { Modes = [4, 4], Channels = 3 });
        byte[] model = OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0));
        using OnnxOperatorSession first = OnnxOperatorSession.Open(model);
        Run(first);
        // The caller is one of them. Those of .NET come and go.
        AssertStarted(0, new ExecutionOptions { Threads = 1 });
        AssertStarted(2, new ExecutionOptions { Threads = 3 });
        AssertStarted(Environment.ProcessorCount - 1, new ExecutionOptions());

        void AssertStarted(int each, ExecutionOptions options)
        {
            int before = Threads();
            OnnxOperatorSession[] sessions =
                [.. Enumerable.Range(0, Sessions).Select(_ => OnnxOperatorSession.Open(model, options))];
            Array.ForEach(sessions, Run);
            Assert.InRange(Threads() - before - each * Sessions, -10, 10);
            Array.ForEach(sessions, session => session.Dispose());
            Assert.InRange(Threads() - before, -10, 10);
        }
    }

    private static void Run(OnnxOperatorSession session) => session.Run([(new float[64], [1, 1, 8, 8])]);

    private static int Threads() => Directory.GetDirectories("/proc/self/task").Length;
}
