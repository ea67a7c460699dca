using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Microsoft.ML.NeuralOperators.Sweeps.Cluster;

/// <summary>The silo of this process.</summary>
internal sealed class SiloHost : IDisposable
{
    private const string Provider = "Npgsql";

    // Probes that go unanswered before a silo is given up.
    private const int Probes = 3;

    private readonly IHost _host;
    private readonly LostSilo _lost = new();

    /// <summary>Prepares the silo.</summary>
    /// <param name="cluster">What it is part of.</param>
    /// <param name="address">Where the others reach it.</param>
    /// <param name="port">Its port there.</param>
    /// <param name="decisions">The experiment, for the study's grain.</param>
    public SiloHost(SweepCluster cluster, IPAddress address, int port, StudyDecisions decisions)
    {
        // Neither settings files nor variables of the program say what the silo is.
        if (cluster.DashboardPort is { } dashboard)
        {
            WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(o => o.ListenLocalhost(dashboard));
            builder.Services.AddRoutingCore();
            Add(builder, silo => silo.AddDashboard());
            WebApplication app = builder.Build();
            app.MapOrleansDashboard();
            _host = app;
        }
        else
        {
            HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
            Add(builder, _ => { });
            _host = builder.Build();
        }

        void Add(IHostApplicationBuilder builder, Action<ISiloBuilder> also)
        {
            builder.Services.AddSingleton(cluster.Log ?? NullLoggerFactory.Instance);
            builder.Services.AddSingleton<IHostLifetime, ProgramLifetime>();
            builder.Services.AddSingleton(decisions);
            builder.UseOrleans(silo =>
            {
                Configure(silo, cluster, address, port);
                silo.Services.AddSingleton<IFatalErrorHandler>(_lost);
                also(silo);
            });
        }
    }

    /// <summary>The silo's address with its generation, which no other silo has had.</summary>
    public string Name => _host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString();

    /// <summary>Cancelled when the silo cannot go on, mostly because the others gave it up.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Why it cannot go on.</summary>
    public string LossReason => _lost.Reason;

    /// <summary>The grain of a study.</summary>
    public IStudyGrain Study(string name)
        => _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IStudyGrain>(name);

    /// <summary>Joins the cluster.</summary>
    public void Start(CancellationToken token) => _host.StartAsync(token).GetAwaiter().GetResult();

    /// <summary>Leaves the cluster; the others go on at once.</summary>
    public void Stop() => _host.StopAsync(Lost).GetAwaiter().GetResult();

    public void Dispose()
    {
        _host.Dispose();
        _lost.Dispose();
    }

    private static void Configure(ISiloBuilder silo, SweepCluster cluster, IPAddress address, int port)
    {
        string database = cluster.Study.Connection;
        // One cluster a study: whoever is in it has the experiment.
        silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (cluster.Study.Name, cluster.Study.Name));
        silo.Configure<EndpointOptions>(o => (o.AdvertisedIPAddress, o.SiloPort, o.GatewayPort)
            = (address, port, 0));
        silo.Configure<ClusterMembershipOptions>(o
            => (o.ProbeTimeout, o.NumMissedProbesLimit, o.IAmAliveTablePublishTimeout, o.NumMissedTableIAmAliveLimit)
                = (cluster.Silence / Probes, Probes, cluster.Silence / Probes, Probes));
        // Proposals of costly tuners.
        silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromMinutes(2));
        silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Provider, database));
        silo.UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = (Provider, database));
    }

    /// <summary>The program ends when it does: Ctrl-C is its own matter.</summary>
    private sealed class ProgramLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
