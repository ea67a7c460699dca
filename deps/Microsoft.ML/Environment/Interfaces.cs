namespace Microsoft.ML.Runtime;

/// <summary>Marks exceptions with where they come from.</summary>
public interface IExceptionContext
{
    /// <summary>Where.</summary>
    string ContextDescription { get; }

    /// <summary>Marks an exception.</summary>
    TException Process<TException>(TException ex)
        where TException : Exception;
}

/// <summary>Takes messages.</summary>
public interface IPipe<TMessage> : IExceptionContext, IDisposable
{
    /// <summary>Takes one.</summary>
    void Send(TMessage msg);
}

/// <summary>What a message is.</summary>
public enum ChannelMessageKind
{
    /// <summary>Detail.</summary>
    Trace = 0,
    /// <summary>Information.</summary>
    Info = 1,
    /// <summary>Warning.</summary>
    Warning = 2,
    /// <summary>Error.</summary>
    Error = 3,
}

/// <summary>What a message may tell of the data.</summary>
[Flags]
public enum MessageSensitivity
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>Values.</summary>
    UserData = 0x1,
    /// <summary>Names of columns.</summary>
    Schema = 0x2,
    /// <summary>Everything.</summary>
    All = ~None,
    /// <summary>It is not known.</summary>
    Unknown = All,
}

/// <summary>A message.</summary>
public readonly struct ChannelMessage
{
    /// <summary>What it is.</summary>
    public readonly ChannelMessageKind Kind;

    /// <summary>What it may tell of the data.</summary>
    public readonly MessageSensitivity Sensitivity;

    internal ChannelMessage(ChannelMessageKind kind, MessageSensitivity sensitivity, string message)
        => (Kind, Sensitivity, Message) = (kind, sensitivity, message);

    /// <summary>The text.</summary>
    public string Message { get; }
}

/// <summary>Takes messages of one activity.</summary>
public interface IChannel : IPipe<ChannelMessage>
{
    /// <summary>A detail.</summary>
    void Trace(MessageSensitivity sensitivity, string fmt);

    /// <summary>A detail.</summary>
    void Trace(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>An error.</summary>
    void Error(MessageSensitivity sensitivity, string fmt);

    /// <summary>An error.</summary>
    void Error(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>A warning.</summary>
    void Warning(MessageSensitivity sensitivity, string fmt);

    /// <summary>A warning.</summary>
    void Warning(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>An information.</summary>
    void Info(MessageSensitivity sensitivity, string fmt);

    /// <summary>An information.</summary>
    void Info(MessageSensitivity sensitivity, string fmt, params object[] args);
}

/// <summary>Opens channels.</summary>
public interface IChannelProvider : IExceptionContext
{
    /// <summary>Opens a channel.</summary>
    IChannel Start(string name);

    /// <summary>Opens a pipe.</summary>
    IPipe<TMessage> StartPipe<TMessage>(string name);
}

/// <summary>Opens progress channels.</summary>
public interface IProgressChannelProvider
{
    /// <summary>Opens a progress channel.</summary>
    IProgressChannel StartProgressChannel(string name);
}

/// <summary>Takes the progress of one activity.</summary>
public interface IProgressChannel : IProgressChannelProvider, IDisposable
{
    /// <summary>Says what is reported, and how to ask for it.</summary>
    void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction);

    /// <summary>Reports where the activity stands.</summary>
    void Checkpoint(params double?[] values);
}

/// <summary>Where an activity stands.</summary>
public interface IProgressEntry
{
    /// <summary>Units done.</summary>
    void SetProgress(int index, double value);

    /// <summary>Units done, of so many.</summary>
    void SetProgress(int index, double value, double lim);

    /// <summary>A measure.</summary>
    void SetMetric(int index, double value);
}

/// <summary>The names of what a progress channel reports.</summary>
public sealed class ProgressHeader
{
    /// <summary>Names of the units.</summary>
    public readonly IReadOnlyList<string> UnitNames;

    /// <summary>Names of the measures.</summary>
    public readonly IReadOnlyList<string> MetricNames;

    /// <summary>Measures and units.</summary>
    public ProgressHeader(string[] metricNames, string[] unitNames) => (MetricNames, UnitNames) = (metricNames ?? [], unitNames ?? []);

    /// <summary>Units.</summary>
    public ProgressHeader(params string[] unitNames)
        : this([], unitNames)
    {
    }
}

/// <summary>What components run in.</summary>
public interface IHostEnvironment : IChannelProvider, IProgressChannelProvider
{
    /// <summary>Known components.</summary>
    ComponentCatalog ComponentCatalog { get; }

    /// <summary>An environment for one component.</summary>
    IHost Register(string name, int? seed = null, bool? verbose = null);
}

/// <summary>The environment of one component.</summary>
public interface IHost : IHostEnvironment
{
    /// <summary>Its random numbers.</summary>
    Random Rand { get; }
}

/// <summary>Known components.</summary>
public sealed class ComponentCatalog
{
    private readonly HashSet<System.Reflection.Assembly> _assemblies = [];

    internal ComponentCatalog()
    {
    }

    internal IReadOnlyCollection<System.Reflection.Assembly> Assemblies
    {
        get
        {
            lock (_assemblies) return [.. _assemblies];
        }
    }

    /// <summary>Makes the components of an assembly known.</summary>
    public void RegisterAssembly(System.Reflection.Assembly assembly, bool throwOnError = true)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        lock (_assemblies) _assemblies.Add(assembly);
    }
}
