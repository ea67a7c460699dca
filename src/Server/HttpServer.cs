using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.RateLimiting;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>The server: its services, what every request passes through, and what it answers.</summary>
internal static class HttpServer
{
    private const string PredictionLimit = "predictions", SolverLimit = "solver";

    /// <summary>Makes a server from configuration: appsettings.json, environment variables, command line.</summary>
    /// <exception cref="ServerOptionsException">The configuration has faults; the text lists them.</exception>
    public static WebApplication Create(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        return Build(builder, ServerOptions.Read(builder.Configuration));
    }

    /// <summary>Makes a server from a host that the program has set up.</summary>
    /// <param name="builder">The host, with web server, configuration and logging.</param>
    /// <param name="options">The options, already checked.</param>
    public static WebApplication Build(WebApplicationBuilder builder, ServerOptions options)
    {
        NativeHeaps.Limit();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBytes;
        });
        AddServices(builder.Services, options);
        WebApplication server = builder.Build();
        // Created now, so that it sees every measurement.
        _ = server.Services.GetRequiredService<PrometheusMetrics>();
        server.UseExceptionHandler();
        server.UseStatusCodePages();
        if (options.Hosts.Length > 0) server.UseHostFiltering();
        server.UseRouting();
        server.UseMiddleware<ApiKeyGate>();
        server.UseRateLimiter();
        Map(server, options);
        return server;
    }

    private static void AddServices(IServiceCollection services, ServerOptions options)
    {
        foreach (var (name, path) in options.Models) services.AddNeuralOperator(path, options.Serving, name);
        services.AddSingleton(options);
        services.AddSingleton<ModelTable>();
        services.AddSingleton<PrometheusMetrics>();
        services.AddSingleton(new ApiKeys(options.Keys));
        if (options.Hosts.Length > 0) services.AddHostFiltering(filter => filter.AllowedHosts = options.Hosts);
        services.AddProblemDetails(Detail);
        services.AddExceptionHandler<FaultHandler>();
        services.AddRateLimiter(limiter => LimitRequests(limiter, options));
        services.AddOpenApi(document => document.AddSchemaTransformer(FieldsDocument.DescribeNumbers));
    }

    private static void Map(WebApplication server, ServerOptions options)
    {
        var withKey = new NeedsApiKey();
        MapFields(server.MapPost("/predict", PredictEndpoint.Handle), PredictionLimit)
            .WithSummary("Predicts a field, or a batch of fields")
            .WithDescription(PredictEndpoint.Description);
        MapFields(server.MapPost("/solve", SolveEndpoint.Handle), SolverLimit)
            .WithSummary("Solves the equation that a model learned, for comparison")
            .WithDescription(SolveEndpoint.Description);
        server.MapGet("/models", (ModelTable models) => models.Describe()).WithMetadata(withKey)
            .WithSummary("The models: names, shapes of their fields, where they run").ProducesProblem(401);
        server.MapGet("/metrics", (PrometheusMetrics metrics) => TypedResults.Text(metrics.Write(),
            "text/plain; version=0.0.4; charset=utf-8")).WithMetadata(withKey)
            .WithSummary("Counts and times, as Prometheus reads them").ProducesProblem(401);
        // Ready where all models are open; alive where it answers at all.
        server.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = HealthText.WriteAsync });
        server.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        server.MapOpenApi();
        if (options.Page) PageFiles.Map(server);
    }

    // Both take fields and answer with fields.
    private static RouteHandlerBuilder MapFields(RouteHandlerBuilder route, string limit)
        => route.WithMetadata(new NeedsApiKey()).RequireRateLimiting(limit)
            .AddOpenApiOperationTransformer(FieldsDocument.DescribeRaw)
            .Accepts<JsonFields>("application/json", RawFields.ContentType)
            .Produces<JsonFields>(200, "application/json", RawFields.ContentType)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(413).ProducesProblem(415)
            .ProducesProblem(422).ProducesProblem(429).ProducesProblem(503);

    // Routing itself refuses other content types; this adds what is expected.
    private static void Detail(ProblemDetailsOptions problems) => problems.CustomizeProblemDetails = context =>
    {
        if (context.ProblemDetails.Status == StatusCodes.Status415UnsupportedMediaType)
            context.ProblemDetails.Detail ??= FieldsRequest.ExpectedType(context.HttpContext.Request);
    };

    // Bodies are read into memory, so their number is limited like their size. A solver takes a core.
    private static void LimitRequests(RateLimiterOptions limiter, ServerOptions options)
    {
        AddLimit(PredictionLimit, options.MaxConcurrentRequests, 0);
        // A client's next request may arrive before its last one has released its place, so some may wait.
        AddLimit(SolverLimit, options.MaxConcurrentSolutions, options.MaxConcurrentSolutions);
        limiter.OnRejected = (context, _) => throw RequestFault.Overload(
            context.HttpContext.Request.Path.StartsWithSegments("/solve")
                ? $"{options.MaxConcurrentSolutions} solutions are under way and as many wait, which is the limit."
                : $"{options.MaxConcurrentRequests} requests are under way, which is the limit.");

        void AddLimit(string name, int most, int waiting) => limiter.AddConcurrencyLimiter(name, permits =>
        {
            permits.PermitLimit = most;
            permits.QueueLimit = waiting;
        });
    }
}
