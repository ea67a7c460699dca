using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.ML.NeuralOperators.Serving;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Neural operators in dependency injection.</summary>
public static class NeuralOperatorServiceCollectionExtensions
{
    /// <summary>
    /// Serves a model: <see cref="ServedOperator"/> comes by the service type where there is one model, by the key
    /// <paramref name="name"/> where there are several. It is opened when it is first asked for, has a health check of
    /// its name, and is disposed with the services.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="path">An ONNX file of this library.</param>
    /// <param name="options">How it is served; the defaults when null.</param>
    /// <param name="name">Its name; the file's when null.</param>
    public static IServiceCollection AddNeuralOperator(this IServiceCollection services, string path,
        ServingOptions? options = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        string key = name ?? Path.GetFileNameWithoutExtension(path);
        services.AddKeyedSingleton(key, (provider, _) => new ServedOperator(path, options, key,
            provider.GetService<ILoggerFactory>()?.CreateLogger<ServedOperator>()));
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<ServedOperator>(key));
        services.AddHealthChecks().Add(new HealthCheckRegistration(key, provider
            => new ServedOperatorHealthCheck(provider.GetRequiredKeyedService<ServedOperator>(key)), null, null));
        return services;
    }
}
