using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
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
        var first = services.GetRequiredService<ServedOperator>();
        var second = services.GetRequiredKeyedService<ServedOperator>("other");
        Assert.Same(first, services.GetRequiredKeyedService<ServedOperator>("first"));
        Assert.NotSame(first, second);
        Assert.NotEqual(await first.Predict(Field(1)), await second.Predict(Field(1)));
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
