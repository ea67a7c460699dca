using System.Net;
using System.Net.Sockets;

namespace Microsoft.ML.NeuralOperators.Sweeps.Cluster.Tests;

public sealed class SweepClusterTests(PostgreSql server)
{
    private readonly string _study = $"{Guid.NewGuid():n}";

    [Fact]
    public void A_trial_that_fits_no_worker_is_refused_and_the_dashboard_shows_the_worker()
    {
        NeuralOperatorsCatalog operators = new MLContext(1).NeuralOperators();
        var dashboard = new Dashboard(FreePort());
        using SweepResult result = operators.CreateExperiment()
            .Add(SmallSweep.Trainer(operators), space => space.Only("Layers").Choice("Layers", 1)
                .Choice("Training.Workers", 1, 2, 3).Choice("Training.Epochs", 1))
            .SetDataset(SmallSweep.Rows(operators)).SetTuner(new GridTuner()).SetMaxTrials(3).SetMonitor(dashboard)
            .RunOn(new SweepCluster(server.Connection, _study) { Cores = 2, DashboardPort = dashboard.Port },
                TestContext.Current.CancellationToken);
        Assert.Equal([SweepTrialState.Completed, SweepTrialState.Completed, SweepTrialState.Refused],
            result.Trials.OrderBy(t => t.Options["Training.Workers"]).Select(t => t.State));
        Assert.Equal("It needs 3 cores, which no worker offers (1 asked).", result.Trials.Single(t
            => t.State == SweepTrialState.Refused).Fault);
        Assert.Contains("Orleans", dashboard.Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, false, 4, false, null)]
    [InlineData(4, true, 0, true, null)]
    [InlineData(4, true, 5, false, "5 cores")]
    [InlineData(64, false, 1, true, "a GPU")]
    public void A_trial_needs_its_workers_cores_and_a_GPU_where_it_wants_one(int cores, bool hasGpu, int workers,
        bool wantsGpu, string? lacks)
        => Assert.Equal(lacks, new WorkerOffer("worker", cores, hasGpu).Lacks(
            new TrainingOptions { Workers = workers }, wantsGpu));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Dashboard(int port) : ISweepMonitor
    {
        public int Port => port;

        public string Page { get; private set; } = "";

        public void ReportRunningTrial(SweepTrial trial)
        {
            using var client = new HttpClient();
            Page = client.GetStringAsync($"http://localhost:{port}/").GetAwaiter().GetResult();
        }
    }
}
