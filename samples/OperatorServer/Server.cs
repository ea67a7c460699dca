using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.RateLimiting;

namespace OperatorServer;

/// <summary>The server: its services, what every request passes through, and what it answers.</summary>
internal static class Server
{
    private const string Limit = "predictions";

    /// <summary>Makes a server from configuration: appsettings.json, environment variables, command line.</summary>
    /// <exception cref="ServerOptionsException">The configuration has faults; the text lists them.</exception>
    public static WebApplication Create(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        ServerOptions options = ServerOptions.Read(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBytes;
        });
        AddServices(builder.Services, options);
        WebApplication server = builder.Build();
        // It listens from the first measurement on.
        _ = server.Services.GetRequiredService<PrometheusMetrics>();
        server.UseExceptionHandler();
        server.UseStatusCodePages();
        server.UseRouting();
        server.UseMiddleware<ApiKeyGate>();
        server.UseRateLimiter();
        Map(server);
        return server;
    }

    private static void AddServices(IServiceCollection services, ServerOptions options)
    {
        foreach (var (name, path) in options.Models) services.AddNeuralOperator(path, options.Serving, name);
        services.AddSingleton(options);
        services.AddSingleton<ModelTable>();
        services.AddSingleton<PrometheusMetrics>();
        services.AddSingleton(new ApiKeys(options.Keys));
        services.AddProblemDetails(Detail);
        services.AddExceptionHandler<FaultHandler>();
        services.AddRateLimiter(limiter => LimitRequests(limiter, options));
        services.AddOpenApi(document => document.AddSchemaTransformer(PredictDocument.DescribeNumbers));
    }

    private static void Map(WebApplication server)
    {
        var withKey = new NeedsApiKey();
        server.MapPost("/predict", PredictEndpoint.Handle).WithMetadata(withKey).RequireRateLimiting(Limit)
            .WithSummary("Predicts a field, or a batch of fields")
            .WithDescription(PredictEndpoint.Description)
            .AddOpenApiOperationTransformer(PredictDocument.DescribeRaw)
            .Accepts<JsonFields>("application/json", RawFields.ContentType)
            .Produces<JsonFields>(200, "application/json", RawFields.ContentType)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(413).ProducesProblem(415)
            .ProducesProblem(422).ProducesProblem(429).ProducesProblem(503);
        server.MapGet("/models", (ModelTable models) => models.Describe()).WithMetadata(withKey)
            .WithSummary("The models: names, shapes of their fields, where they run").ProducesProblem(401);
        server.MapGet("/metrics", (PrometheusMetrics metrics) => TypedResults.Text(metrics.Write(),
            "text/plain; version=0.0.4; charset=utf-8")).WithMetadata(withKey)
            .WithSummary("Counts and times, as Prometheus reads them").ProducesProblem(401);
        // Ready where all models are open; alive where it answers at all.
        server.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = HealthText.WriteAsync });
        server.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        server.MapOpenApi();
    }

    // Routing refuses other content types by itself.
    private static void Detail(ProblemDetailsOptions problems) => problems.CustomizeProblemDetails = context =>
    {
        if (context.ProblemDetails.Status == StatusCodes.Status415UnsupportedMediaType)
            context.ProblemDetails.Detail ??= PredictEndpoint.ExpectedType(context.HttpContext.Request);
    };

    // Bodies are read into memory, so their number is limited as their size is.
    private static void LimitRequests(RateLimiterOptions limiter, ServerOptions options)
    {
        limiter.AddConcurrencyLimiter(Limit, permits =>
        {
            permits.PermitLimit = options.MaxConcurrentRequests;
            permits.QueueLimit = 0;
        });
        limiter.OnRejected = (_, _) => throw RequestFault.Overload(
            $"{options.MaxConcurrentRequests} requests are under way, the most at once.");
    }
}
