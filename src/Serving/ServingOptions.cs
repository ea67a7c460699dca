using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How a model is served. From configuration they come with <c>section.Get&lt;ServingOptions&gt;()</c>.
/// </summary>
public sealed record ServingOptions
{
    /// <summary>Requests that are run together at most; 1 runs each alone. Default 16.</summary>
    [Range(1, 1 << 16)]
    public int MaxBatch { get; init; } = 16;

    /// <summary>
    /// How long a request waits for others to run with it, at most. Zero runs what is there when a run ends, which
    /// costs a lone request nothing. Default zero.
    /// </summary>
    public TimeSpan MaxDelay { get; init; }

    /// <summary>
    /// Requests that may wait; the next is refused with a <see cref="ServingOverloadException"/>. Default 256.
    /// </summary>
    [Range(1, 1 << 20)]
    public int MaxWaiting { get; init; } = 256;

    /// <summary>Runs at the same time. Default 1, whose run has all cores.</summary>
    [Range(1, 1024)]
    public int Parallelism { get; init; } = 1;

    /// <summary>
    /// Numbers of a request, input and output together, and of the requests that are run together, at most. Default
    /// 2²⁶, which take 256 MiB.
    /// </summary>
    [Range(1L, (long)int.MaxValue)]
    public long MaxNumbers { get; init; } = 1 << 26;

    /// <summary>
    /// How often the file is looked at for a new model; zero for never. A new one is opened and checked beside the old
    /// one, which ends its runs. One that cannot be opened leaves the old one in place. Default a second.
    /// </summary>
    public TimeSpan ReloadInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where the model runs. Default the CPU.</summary>
    public ExecutionOptions Execution { get; init; } = new();
}
