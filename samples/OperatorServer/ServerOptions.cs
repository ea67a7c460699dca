namespace OperatorServer;

/// <summary>The section "OperatorServer" of the configuration.</summary>
internal sealed class ServerOptions
{
    public const string Section = "OperatorServer";
    private const int ShortestKey = 16;

    /// <summary>Paths of ONNX files by the names under which requests ask for them.</summary>
    public Dictionary<string, string> Models { get; init; } = [];

    /// <summary>
    /// Keys of clients, as they are or as "sha256:" and the digest in hexadecimal; without any, all may ask.
    /// </summary>
    public string[] Keys { get; init; } = [];

    /// <summary>The longest body of a request.</summary>
    public int MaxRequestBytes { get; init; } = 16 << 20;

    /// <summary>Predictions under way; the next is refused with 429.</summary>
    public int MaxConcurrentRequests { get; init; } = 64;

    /// <summary>How every model is served: batching, queue, reloading, device.</summary>
    public ServingOptions Serving { get; init; } = new();

    /// <exception cref="ServerOptionsException">There are faults; the text lists all of them.</exception>
    public static ServerOptions Read(IConfiguration configuration)
    {
        ServerOptions options;
        try
        {
            options = configuration.GetSection(Section).Get<ServerOptions>() ?? new ServerOptions();
        }
        // A value that is no number; the text names it.
        catch (InvalidOperationException error)
        {
            throw new ServerOptionsException(error.Message);
        }
        string[] faults = [.. options.Faults()];
        return faults.Length == 0 ? options
            : throw new ServerOptionsException(string.Join(Environment.NewLine, faults));
    }

    private IEnumerable<string> Faults()
    {
        if (Models.Count == 0)
            yield return $"There is no model. Name one: --{Section}:Models:NAME=FILE.onnx, or in appsettings.json.";
        if (MaxRequestBytes < 1) yield return $"{Section}:MaxRequestBytes is {MaxRequestBytes}; expected 1 or more.";
        if (MaxConcurrentRequests < 1)
            yield return $"{Section}:MaxConcurrentRequests is {MaxConcurrentRequests}; expected 1 or more.";
        foreach (var (index, key) in Keys.Index())
            if (key.Length < ShortestKey)
                yield return $"{Section}:Keys:{index} has {key.Length} characters; expected {ShortestKey} or more.";
    }
}
