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
        SweepRun sweep = experiment.Open(cluster.Study, cluster.GpuDeviceId);
        // What is wrong with the database is said first.
        using Study decided = sweep.Open();
        OrleansTables.Create(cluster.Study.Connection);
        IPAddress address = cluster.Address ?? AddressTowards(cluster.Study.Connection);
        int port = cluster.Port > 0 ? cluster.Port : FreePort(address);
        using var host = new SiloHost(cluster, address, port, new StudyDecisions(sweep, decided));
        Join(host, $"{address}:{port}", token);
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(token, host.Lost);
            var offer = new WorkerOffer(host.Name, cluster.Cores, cluster.GpuDeviceId is not null);
            SweepResult result = experiment.Open(cluster.Study.As(offer.Worker), cluster.GpuDeviceId)
                .Run(end.Token, (study, stop) => Next(host, offer, study, stop));
            if (!host.Lost.IsCancellationRequested) return result;
            result.Dispose();
            throw Lost(host);
        }
        catch (OperationCanceledException) when (host.Lost.IsCancellationRequested)
        {
            throw Lost(host);
        }
        finally
        {
            host.Stop();
        }
    }

    private static void Join(SiloHost host, string where, CancellationToken token)
    {
        try
        {
            host.Start(token);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new InvalidOperationException($"This worker cannot join the others at {where}: they and it must "
                + "reach each other there. SweepCluster's Address and Port, or neuralop's --address and --port, name "
                + $"another place. ({error.GetBaseException().Message})", error);
        }
    }

    private static InvalidOperationException Lost(SiloHost host)
        => new("The other workers gave this one up, since it answered nobody for a while; its trial is theirs. Start "
            + $"it again: the study goes on. ({host.LossReason})");

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
            throw new InvalidOperationException($"The address of this machine is not known, since '{host}' has none "
                + $"of IPv4 ({error.Message}). Set SweepCluster's Address, or neuralop's --address.", error);
        }
    }

    private static int FreePort(IPAddress address)
    {
        try
        {
            using var listener = new TcpListener(address, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException error)
        {
            throw new InvalidOperationException($"{address} is no address of this machine ({error.Message}). Set "
                + "SweepCluster's Address, or neuralop's --address, to one at which the other workers reach it.",
                error);
        }
    }
}
