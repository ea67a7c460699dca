using System.Net;
using Microsoft.Extensions.Logging;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The workers of a study: processes on any number of machines that reach one PostgreSQL database and each other. Every
/// worker is a silo of an Orleans cluster; one of them, whichever lives, decides what all train.
/// </summary>
public sealed class SweepCluster
{
    private const int MostPorts = 65535;

    private static readonly TimeSpan ShortestSilence = TimeSpan.FromSeconds(3);

    private readonly PostgreSqlStudy _study;

    /// <summary>Names the cluster, and what this process offers.</summary>
    /// <param name="database">
    /// The connection string of the database, such as <c>Host=db;Database=sweeps;Username=ml</c>.
    /// </param>
    /// <param name="study">The study's name in the database.</param>
    /// <exception cref="ArgumentException">The connection string names no host.</exception>
    public SweepCluster(string database, string study = "sweep") : this(new PostgreSqlStudy(database, study))
    {
    }

    /// <summary>Names the cluster, and what this process offers.</summary>
    /// <param name="study">The study in the database.</param>
    public SweepCluster(PostgreSqlStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        _study = study;
    }

    /// <summary>
    /// Cores that this process offers: it gets no trial whose <see cref="TrainingOptions.Workers"/> are more. Default
    /// those of the machine.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int Cores
    {
        get;
        init => field = value >= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"Cores is {value}; expected 1 or more.");
    } = Environment.ProcessorCount;

    /// <summary>
    /// The CUDA device that this process offers: trials that want one (<see cref="TrainingOptions.GpuDeviceId"/>) are
    /// trained on this one, and only by processes that offer one. Default null, none.
    /// </summary>
    public int? GpuDeviceId { get; init; }

    /// <summary>
    /// The address at which the other workers reach this one. Default that by which this machine reaches the database,
    /// which is the machine itself for a database on it.
    /// </summary>
    public IPAddress? Address { get; init; }

    /// <summary>The port for the other workers. Default 0, a free one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such port.</exception>
    public int Port
    {
        get;
        init => field = value is >= 0 and <= MostPorts ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"Port is {value}; expected 0 to {MostPorts}.");
    }

    /// <summary>
    /// The port of Orleans' dashboard, on this machine alone (http://localhost:PORT): workers, grains, calls. Default
    /// null, none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such port.</exception>
    public int? DashboardPort
    {
        get;
        init => field = value is null or (>= 1 and <= MostPorts) ? value
            : throw new ArgumentOutOfRangeException(nameof(value),
                $"DashboardPort is {value}; expected 1 to {MostPorts}.");
    }

    /// <summary>Where Orleans writes its log. Default null, nowhere.</summary>
    public ILoggerFactory? Log { get; init; }

    /// <summary>
    /// How long a worker that answers nobody is taken for alive, roughly. Default 15 seconds. Trials of a worker that
    /// is given up are taken up by others.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 3 seconds.</exception>
    public TimeSpan Silence
    {
        get;
        init => field = value >= ShortestSilence ? value
            : throw new ArgumentOutOfRangeException(nameof(value),
                $"Silence is {value}; expected {ShortestSilence.TotalSeconds} seconds or more.");
    } = TimeSpan.FromSeconds(15);

    internal PostgreSqlStudy Study => _study;
}
