using Microsoft.Extensions.Logging;

namespace Microsoft.ML.NeuralOperators.CommandLine.Serving;

/// <summary>Writes the server's log as lines of the tool.</summary>
internal sealed class ConsoleLog(IAnsiConsole console) : ILoggerProvider, ILogger
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        string text = formatter(state, exception), why = exception is null ? "" : $" {exception.Message}";
        Color color = logLevel >= LogLevel.Error ? Color.Red : logLevel == LogLevel.Warning ? Color.Yellow : Color.Grey;
        // Requests log at the same time.
        lock (_gate) console.Line(text + why, color);
    }

    public void Dispose()
    {
    }
}
