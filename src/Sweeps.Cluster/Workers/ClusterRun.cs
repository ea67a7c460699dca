using System.Net;
using System.Net.Sockets;
using Npgsql;
using Orleans.Runtime;

namespace Microsoft.ML.NeuralOperators.Sweeps.Cluster;

/// <summary>One worker at work on a sweep: a silo, and a thread that trains what the study's grain gives it.</summary>
internal sealed class ClusterRun(NeuralOperatorExperiment experiment, SweepCluster cluster)
{
    // Between two questions of a worker that there is nothing to do for.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public SweepResult Run(CancellationToken token)
    {
        IPAddress address = cluster.Address ?? AddressTowards(cluster.Study.Connection);
        int port = cluster.Port > 0 ? cluster.Port : FreePort(address);
        SweepRun sweep = experiment.Open(cluster.Study, cluster.GpuDeviceId);
        using Study decided = sweep.Open();
        OrleansTables.Create(cluster.Study.Connection);
        using var host = new SiloHost(cluster, address, port, new StudyDecisions(sweep, decided));
        host.Start(token);
        try
        {
            var offer = new WorkerOffer(host.Name, cluster.Cores, cluster.GpuDeviceId is not null);
            return experiment.Open(cluster.Study.As(offer.Worker), cluster.GpuDeviceId)
                .Run(token, (study, end) => Next(host, offer, study, end));
        }
        finally
        {
            host.Stop();
        }
    }

    private StudyTask Next(SiloHost host, WorkerOffer offer, Study study, CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            try
            {
                TrialAssignment answer = host.Study(cluster.Study.Name).Next(offer).WaitAsync(token).GetAwaiter()
                    .GetResult();
                return answer.Trial is { } trial ? new StudyTask(study.Take(trial), answer.Rung, false)
                    : new StudyTask(null, 0, answer.IsDone);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
            }
            catch (Exception error) when (error is OrleansException or TimeoutException)
            {
                // The silo that had the study has ended; once that is noticed, the study is on another one.
                token.WaitHandle.WaitOne(Pause);
            }
        }
        return new StudyTask(null, 0, false);
    }

    // The address of the interface by which the database is reached; a socket file is on this machine.
    private static IPAddress AddressTowards(string connection)
    {
        string host = new NpgsqlConnectionStringBuilder(connection).Host!.Split(',')[0].Split(':')[0];
        if (host.StartsWith('/') || host.StartsWith('@')) return IPAddress.Loopback;
        try
        {
            IPAddress server = Dns.GetHostAddresses(host, AddressFamily.InterNetwork)[0];
            // Sends nothing: it asks the system for its route.
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(server, 1);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (Exception error) when (error is SocketException or IndexOutOfRangeException)
        {
            throw new InvalidOperationException($"The address of this machine is not known: '{host}' has none "
                + $"({error.Message}). Set Address.", error);
        }
    }

    private static int FreePort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
