using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using static Microsoft.ML.NeuralOperators.Serving.Tests.Models;

namespace Microsoft.ML.NeuralOperators.Serving.Tests;

public sealed class RegistrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Models_come_by_type_and_by_name()
    {
        File.WriteAllBytes(_folder["first.onnx"], Fno(1));
        File.WriteAllBytes(_folder["second.onnx"], Fno(2));
        await using ServiceProvider services = new ServiceCollection().AddLogging()
            .AddNeuralOperator(_folder["first.onnx"]).AddNeuralOperator(_folder["second.onnx"], name: "other")
            .BuildServiceProvider();
        var first = services.GetRequiredKeyedService<ServedOperator>("first");
        var second = services.GetRequiredKeyedService<ServedOperator>("other");
        Assert.Same(second, services.GetRequiredService<ServedOperator>());
        Assert.Equal([first, second], services.GetServices<ServedOperator>());
        Assert.NotEqual(await first.Predict(Field(1)), await second.Predict(Field(1)));
    }

    [Fact]
    public void A_name_is_given_once()
    {
        IServiceCollection services = new ServiceCollection().AddNeuralOperator("a/model.onnx");
        string message = Assert.Throws<ArgumentException>(() => services.AddNeuralOperator("b/model.onnx")).Message;
        Assert.Contains("'model' already", message);
    }

    [Fact]
    public async Task A_host_opens_its_models_when_it_starts()
    {
        await using ServiceProvider services = new ServiceCollection().AddLogging()
            .AddNeuralOperator(_folder["missing.onnx"]).BuildServiceProvider();
        IHostedService startup = Assert.Single(services.GetServices<IHostedService>(), s => s is ServedOperatorStartup);
        await Assert.ThrowsAsync<FileNotFoundException>(() => startup.StartAsync(default));
    }

    [Fact]
    public void Options_come_from_configuration()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Serving:MaxBatch"] = "8",
            ["Serving:MaxDelay"] = "00:00:00.005",
            ["Serving:Execution:Threads"] = "1",
        }).Build();
        Assert.Equal(new ServingOptions
        {
            MaxBatch = 8,
            MaxDelay = TimeSpan.FromMilliseconds(5),
            Execution = new() { Threads = 1 },
        }, configuration.GetSection("Serving").Get<ServingOptions>());
    }

    [Fact]
    public async Task Health_tells_of_a_file_that_is_not_taken()
    {
        File.WriteAllBytes(_folder["model.onnx"], Fno(1));
        await using ServiceProvider services = new ServiceCollection().AddLogging()
            .AddNeuralOperator(_folder["model.onnx"], new() { ReloadInterval = TimeSpan.Zero }).BuildServiceProvider();
        var health = services.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Healthy, (await Check()).Status);
        File.WriteAllBytes(_folder["model.onnx"], [1, 2, 3]);
        services.GetRequiredService<ServedOperator>().Reload();
        HealthReportEntry entry = (await Check()).Entries["model"];
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains("runs an older file", entry.Description);

        Task<HealthReport> Check() => health.CheckHealthAsync(TestContext.Current.CancellationToken);
    }
}
