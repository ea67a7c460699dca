namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>The section "OperatorServer" of the configuration.</summary>
internal sealed class ServerOptions
{
    public const string Section = "OperatorServer";
    private const int ShortestKey = 16, MostSolvedCells = 1 << 22;

    /// <summary>Paths of ONNX files, by the names that requests give.</summary>
    public Dictionary<string, string> Models { get; init; } = [];

    /// <summary>The equations that models learned, by the models' names; /solve solves them.</summary>
    public Dictionary<string, Problem> Problems { get; init; } = [];

    /// <summary>
    /// Clients' keys, each in plain text of 16 characters or more, or as "sha256:" and its digest in hexadecimal.
    /// Without keys, anyone may ask.
    /// </summary>
    public string[] Keys { get; init; } = [];

    /// <summary>The longest body of a request, in bytes. Default 16 MiB.</summary>
    public int MaxRequestBytes { get; init; } = 16 << 20;

    /// <summary>The most predictions under way; further ones are refused with 429. Default 64.</summary>
    public int MaxConcurrentRequests { get; init; } = 64;

    /// <summary>The most cells of a grid that /solve solves. Default 512 × 512, which take about a second.</summary>
    public int MaxSolvedCells { get; init; } = 1 << 18;

    /// <summary>
    /// The most solutions under way; each takes a core. As many again may wait, and further ones are refused with 429.
    /// Default half the cores.
    /// </summary>
    public int MaxConcurrentSolutions { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>How long a solution may take. Default 10 seconds.</summary>
    public TimeSpan MaxSolvingTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The host names that clients may use; any if empty. A server for this machine only names it here, so that pages
    /// of other sites cannot reach it through a name of their own (DNS rebinding).
    /// </summary>
    public string[] Hosts { get; init; } = [];

    /// <summary>Whether there is a page at "/". Default true.</summary>
    public bool Page { get; init; } = true;

    /// <summary>How every model is served: batching, queue, reloading, device.</summary>
    public ServingOptions Serving { get; init; } = new();

    /// <exception cref="ServerOptionsException">There are faults; the text lists all of them.</exception>
    public static ServerOptions Read(IConfiguration configuration)
    {
        ServerOptions options;
        try
        {
            options = configuration.GetSection(Section).Get<ServerOptions>() ?? new ServerOptions();
            // Configuration silently drops entries of a dictionary that it cannot read.
            foreach (IConfigurationSection problem in configuration.GetSection($"{Section}:Problems").GetChildren())
                if (!options.Problems.ContainsKey(problem.Key))
                    throw new ServerOptionsException($"{problem.Path} is '{problem.Value}'; expected one of "
                        + $"{string.Join(", ", Enum.GetNames<Problem>())}.");
        }
        // A value could not be parsed; the text names it.
        catch (InvalidOperationException error)
        {
            throw new ServerOptionsException(error.Message);
        }
        return options.Checked();
    }

    /// <summary>These options.</summary>
    /// <exception cref="ServerOptionsException">There are faults; the text lists all of them.</exception>
    public ServerOptions Checked()
    {
        string[] faults = [.. Faults()];
        return faults.Length == 0 ? this
            : throw new ServerOptionsException(string.Join(Environment.NewLine, faults));
    }

    private IEnumerable<string> Faults()
    {
        if (Models.Count == 0)
            yield return $"There is no model. Name one: --{Section}:Models:NAME=FILE.onnx, or in appsettings.json.";
        foreach (string name in Problems.Keys.Where(name => !Models.ContainsKey(name)))
            yield return $"{Section}:Problems names '{name}', which is none of the models "
                + $"{string.Join(", ", Models.Keys)}.";
        if (MaxRequestBytes < 1) yield return $"{Section}:MaxRequestBytes is {MaxRequestBytes}; expected 1 or more.";
        if (MaxConcurrentRequests < 1)
            yield return $"{Section}:MaxConcurrentRequests is {MaxConcurrentRequests}; expected 1 or more.";
        if (MaxSolvedCells is < 1 or > MostSolvedCells)
            yield return $"{Section}:MaxSolvedCells is {MaxSolvedCells}; expected 1 to {MostSolvedCells}.";
        if (MaxConcurrentSolutions < 1)
            yield return $"{Section}:MaxConcurrentSolutions is {MaxConcurrentSolutions}; expected 1 or more.";
        if (MaxSolvingTime <= TimeSpan.Zero || MaxSolvingTime.TotalMilliseconds > int.MaxValue)
            yield return $"{Section}:MaxSolvingTime is {MaxSolvingTime}; expected more than 0 and at most 24 days.";
        foreach (var (index, key) in Keys.Index())
            if (key.Length < ShortestKey)
                yield return $"{Section}:Keys:{index} has {key.Length} characters; expected {ShortestKey} or more.";
    }
}
