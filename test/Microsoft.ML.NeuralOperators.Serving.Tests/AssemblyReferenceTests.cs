namespace Microsoft.ML.NeuralOperators.Serving.Tests;

/// <summary>A program that serves models carries neither ML.NET nor libtorch.</summary>
public sealed class AssemblyReferenceTests
{
    [Fact]
    public void Serving_needs_the_sessions_and_the_abstractions_of_hosts()
    {
        string[] references = [.. typeof(ServedOperator).Assembly.GetReferencedAssemblies().Select(a => a.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        string[] expected =
        [
            "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Diagnostics.HealthChecks",
            "Microsoft.Extensions.Diagnostics.HealthChecks.Abstractions", "Microsoft.Extensions.Hosting.Abstractions",
            "Microsoft.Extensions.Logging.Abstractions", "Microsoft.ML.NeuralOperators",
            "Microsoft.ML.NeuralOperators.Onnx",
        ];
        Assert.Equal(expected, references);
    }
}
