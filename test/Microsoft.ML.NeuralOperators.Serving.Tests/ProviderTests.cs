using Microsoft.Extensions.Logging;
using static Microsoft.ML.NeuralOperators.Serving.Tests.Models;

namespace Microsoft.ML.NeuralOperators.Serving.Tests;

/// <summary>Execution providers of served models. Those of these tests have the CPU alone.</summary>
public sealed class ProviderTests : IDisposable
{
    private static readonly ServingOptions CoreMl = new()
    {
        ReloadInterval = TimeSpan.Zero,
        Execution = new() { Provider = ExecutionProviderKind.CoreMl },
    };

    private readonly TemporaryFolder _folder = new();

    public ProviderTests() => Assert.SkipWhen(OperatingSystem.IsMacOS(), "There is CoreML here.");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_provider_is_refused()
    {
        string path = _folder.Write("m.onnx", Fno(1));
        Assert.Contains("CoreML",
            Assert.Throws<InvalidOperationException>(() => new ServedOperator(path, CoreMl)).Message);
    }

    [Fact]
    public async Task The_CPU_stands_in_where_it_may_and_the_log_says_so()
    {
        string path = _folder.Write("m.onnx", Fno(1));
        var log = new Log();
        ServingOptions options = CoreMl with { Execution = CoreMl.Execution with { FallbackToCpu = true } };
        await using var served = new ServedOperator(path, options, logger: log);
        Assert.Equal("CPUExecutionProvider", served.ExecutionProvider);
        Assert.Contains("CoreML", served.FallbackReason);
        Assert.Contains("CoreML", Assert.Single(log.Warnings));
        Near(Expected(Fno(1), Field(2)), await served.Predict(Field(2)));
    }

    private sealed class Log : ILogger
    {
        public List<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning) Warnings.Add(formatter(state, exception));
        }
    }
}
