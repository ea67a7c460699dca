using Microsoft.ML.Data;

namespace Microsoft.ML.Runtime;

/// <summary>What stock components may ask of the context they run in.</summary>
internal interface IHostEnvironmentInternal : IHostEnvironment
{
    MLContext Context { get; }
}

/// <summary>The environment of one component within a context.</summary>
internal sealed class Host(MLContext context, string name, Random random) : IHost, IHostEnvironmentInternal
{
    public MLContext Context => context;

    public Random Rand => random;

    public string ContextDescription => name;

    public ComponentCatalog ComponentCatalog => context.ComponentCatalog;

    public TException Process<TException>(TException ex)
        where TException : Exception => ex;

    public IHost Register(string name, int? seed = null, bool? verbose = null) => new Host(context, name, new Random(seed ?? random.Next()));

    public IChannel Start(string channelName) => new Channel(context, $"{name}; {channelName}");

    public IPipe<TMessage> StartPipe<TMessage>(string channelName) => new Pipe<TMessage>(channelName);

    public IProgressChannel StartProgressChannel(string channelName) => new SilentProgress();

    private sealed class Pipe<TMessage>(string name) : IPipe<TMessage>
    {
        public string ContextDescription => name;

        public TException Process<TException>(TException ex)
            where TException : Exception => ex;

        public void Send(TMessage msg)
        {
        }

        public void Dispose()
        {
        }
    }

    // As in ML.NET, progress does not reach the context's log.
    private sealed class SilentProgress : IProgressChannel
    {
        public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction)
        {
        }

        public void Checkpoint(params double?[] values)
        {
        }

        public IProgressChannel StartProgressChannel(string name) => new SilentProgress();

        public void Dispose()
        {
        }
    }
}

/// <summary>A channel into the context's log.</summary>
internal sealed class Channel(MLContext context, string name) : IChannel
{
    public string ContextDescription => name;

    public TException Process<TException>(TException ex)
        where TException : Exception => ex;

    public void Send(ChannelMessage msg) => context.Raise(msg.Message, msg.Kind, name);

    public void Trace(MessageSensitivity sensitivity, string fmt) => Say(ChannelMessageKind.Trace, fmt);

    public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) => Say(ChannelMessageKind.Trace, fmt, args);

    public void Error(MessageSensitivity sensitivity, string fmt) => Say(ChannelMessageKind.Error, fmt);

    public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) => Say(ChannelMessageKind.Error, fmt, args);

    public void Warning(MessageSensitivity sensitivity, string fmt) => Say(ChannelMessageKind.Warning, fmt);

    public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) => Say(ChannelMessageKind.Warning, fmt, args);

    public void Info(MessageSensitivity sensitivity, string fmt) => Say(ChannelMessageKind.Info, fmt);

    public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) => Say(ChannelMessageKind.Info, fmt, args);

    public void Dispose()
    {
    }

    private void Say(ChannelMessageKind kind, string text) => context.Raise(text, kind, name);

    private void Say(ChannelMessageKind kind, string format, object[] args) => context.Raise(string.Format(format, args), kind, name);
}
