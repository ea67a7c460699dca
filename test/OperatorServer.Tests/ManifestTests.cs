using k8s;
using k8s.Models;
using Microsoft.Extensions.Configuration;

namespace OperatorServer.Tests;

/// <summary>
/// samples/OperatorServer/kubernetes.yaml: what Kubernetes reads in it, and whether it is this server's.
/// </summary>
public sealed class ManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly V1Deployment _deployment;
    private readonly V1Service _service;

    public ManifestTests()
    {
        // Unknown fields, such as misspelt ones, are refused.
        List<object> objects = KubernetesYaml.LoadAllFromString(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "kubernetes.yaml")), strict: true);
        _deployment = Assert.Single(objects.OfType<V1Deployment>());
        _service = Assert.Single(objects.OfType<V1Service>());
        Assert.Equal(2, objects.Count);
    }

    private V1Container Container => Assert.Single(_deployment.Spec.Template.Spec.Containers);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parts_of_the_manifest_refer_to_each_other()
    {
        V1PodTemplateSpec pod = _deployment.Spec.Template;
        Assert.Equal(_deployment.Spec.Selector.MatchLabels, pod.Metadata.Labels);
        Assert.Equal(_service.Spec.Selector, pod.Metadata.Labels);
        V1ContainerPort port = Assert.Single(Container.Ports);
        Assert.Equal(port.Name, Assert.Single(_service.Spec.Ports).TargetPort.Value);
        Assert.Equal($"{port.ContainerPort}", pod.Metadata.Annotations["prometheus.io/port"]);
        Assert.All(Container.VolumeMounts, mount => Assert.Contains(pod.Spec.Volumes, v => v.Name == mount.Name));
        Assert.All(Probes, probe => Assert.Equal(port.Name, probe.HttpGet.Port.Value));
    }

    [Fact]
    public async Task The_server_answers_where_it_is_probed()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        foreach (V1Probe probe in Probes)
            Assert.True((await server.Client.GetAsync(probe.HttpGet.Path)).IsSuccessStatusCode, probe.HttpGet.Path);
    }

    [Fact]
    public void Its_settings_are_the_server_s()
    {
        Dictionary<string, string?> settings = Container.Env.ToDictionary(e => e.Name.Replace("__", ":"),
            e => (string?)e.Value);
        ServerOptions options = ServerOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        Assert.StartsWith(Container.VolumeMounts.Single(m => m.Name == "models").MountPath + "/",
            Assert.Single(options.Models).Value, StringComparison.Ordinal);
        Assert.Equal(4 << 20, options.MaxRequestBytes);
        Assert.All(settings.Keys, key => Assert.NotNull(typeof(ServerOptions).GetProperty(key.Split(':')[1])));
    }

    private V1Probe[] Probes => [Container.StartupProbe, Container.ReadinessProbe, Container.LivenessProbe];
}
