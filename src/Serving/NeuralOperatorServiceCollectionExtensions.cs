using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.ML.NeuralOperators.Serving;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Neural operators in dependency injection.</summary>
public static class NeuralOperatorServiceCollectionExtensions
{
    /// <summary>
    /// Serves a model: a <see cref="ServedOperator"/> by the service type (the last one where there are several, all of
    /// them as <c>IEnumerable&lt;ServedOperator&gt;</c>) and by its name as the key. It is opened when the host starts,
    /// or when it is first asked for, has a health check of its name, and is disposed with the services.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="path">An ONNX file of this library.</param>
    /// <param name="options">How it is served; the defaults when null.</param>
    /// <param name="name">Its name; the file's when null.</param>
    /// <returns>The services, for more of them.</returns>
    /// <exception cref="ArgumentException">There is a model of that name.</exception>
    public static IServiceCollection AddNeuralOperator(this IServiceCollection services, string path,
        ServingOptions? options = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        string key = name ?? Path.GetFileNameWithoutExtension(path);
        if (services.Any(s => s.ServiceType == typeof(ServedOperator) && Equals(s.ServiceKey, key)))
            throw new ArgumentException($"There is a model '{key}' already. Give this one another name.", nameof(name));
        services.AddKeyedSingleton(key, (provider, _) => new ServedOperator(path, options, key,
            provider.GetService<ILoggerFactory>()?.CreateLogger<ServedOperator>()));
        services.AddSingleton(Get);
        services.AddSingleton<IHostedService>(provider => new ServedOperatorStartup(() => Get(provider)));
        services.AddHealthChecks().Add(new HealthCheckRegistration(key,
            provider => new ServedOperatorHealthCheck(Get(provider)), null, null));
        return services;

        ServedOperator Get(IServiceProvider provider) => provider.GetRequiredKeyedService<ServedOperator>(key);
    }
}
