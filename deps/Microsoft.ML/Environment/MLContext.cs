using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The start of everything: catalogs, log, seed and devices.</summary>
public sealed class MLContext : IHostEnvironmentInternal
{
    private readonly Random _random;
    private readonly ConcurrentDictionary<string, object?> _options = new();

    /// <summary>A context; the same seed gives the same results.</summary>
    public MLContext(int? seed = null)
    {
        Seed = seed;
        _random = seed is { } value ? new Random(value) : new Random();
        Data = new DataOperationsCatalog(this);
        Transforms = new TransformsCatalog(this);
        Model = new ModelOperationsCatalog(this);
        Regression = new RegressionCatalog(this);
    }

    /// <summary>Messages of components.</summary>
    public event EventHandler<LoggingEventArgs>? Log;

    /// <summary>Loading and splitting data.</summary>
    public DataOperationsCatalog Data { get; }

    /// <summary>Transforms.</summary>
    public TransformsCatalog Transforms { get; }

    /// <summary>Saving, loading and predicting.</summary>
    public ModelOperationsCatalog Model { get; }

    /// <summary>Regression.</summary>
    public RegressionCatalog Regression { get; }

    /// <summary>Known components.</summary>
    public ComponentCatalog ComponentCatalog { get; } = new();

    /// <summary>Folder of temporary files; the system's when not set.</summary>
    public string TempFilePath { get; set; } = Path.GetTempPath();

    /// <summary>CUDA device, or null for the CPU.</summary>
    public int? GpuDeviceId { get; set; }

    /// <summary>Whether the CPU stands in where there is no such device.</summary>
    public bool FallbackToCpu { get; set; } = true;

    MLContext IHostEnvironmentInternal.Context => this;

    internal int? Seed { get; }

    string IExceptionContext.ContextDescription => "MLContext";

    /// <summary>Sets an option.</summary>
    public void SetOption<T>(string name, T value) => _options[name] = value;

    /// <summary>Adds an option unless there is one.</summary>
    public bool TryAddOption<T>(string name, T value) => _options.TryAdd(name, value);

    /// <summary>Gives an option.</summary>
    public bool TryGetOption<T>(string name, [MaybeNullWhen(false)] out T value)
    {
        bool found = _options.TryGetValue(name, out object? stored);
        value = found ? (T)stored! : default;
        return found;
    }

    /// <summary>Gives an option or the default of its type.</summary>
    public T GetOptionOrDefault<T>(string name) => TryGetOption(name, out T? value) ? value! : default!;

    /// <summary>Removes an option.</summary>
    public bool RemoveOption(string name) => _options.TryRemove(name, out _);

    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose)
    {
        lock (_random) return new Host(this, name, new Random(seed ?? _random.Next()));
    }

    IChannel IChannelProvider.Start(string name) => new Channel(this, name);

    IPipe<TMessage> IChannelProvider.StartPipe<TMessage>(string name) => ((IHostEnvironment)this).Register(name, 0).StartPipe<TMessage>(name);

    IProgressChannel IProgressChannelProvider.StartProgressChannel(string name) => ((IHostEnvironment)this).Register(name, 0).StartProgressChannel(name);

    TException IExceptionContext.Process<TException>(TException ex) => ex;

    internal void Raise(string message, ChannelMessageKind kind, string source) => Log?.Invoke(this, new LoggingEventArgs(message, kind, source));
}

/// <summary>A message of a component.</summary>
public sealed class LoggingEventArgs : EventArgs
{
    /// <summary>A text.</summary>
    public LoggingEventArgs(string message) => (Message, RawMessage, Source) = (message, message, "");

    /// <summary>A text of a component.</summary>
    public LoggingEventArgs(string message, ChannelMessageKind kind, string source)
        => (Message, RawMessage, Kind, Source) = ($"[Source={source}, Kind={kind}] {message}", message, kind, source);

    /// <summary>The text with source and kind.</summary>
    public string Message { get; }

    /// <summary>What the message is.</summary>
    public ChannelMessageKind Kind { get; }

    /// <summary>Who says it.</summary>
    public string Source { get; }

    /// <summary>The text alone.</summary>
    public string RawMessage { get; }
}
