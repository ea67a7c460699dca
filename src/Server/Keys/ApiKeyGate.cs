namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>Marks endpoints that answer only clients with a key.</summary>
internal sealed class NeedsApiKey;

/// <summary>
/// Asks for a key before anything of a request is read: "Authorization: Bearer KEY", or "X-Api-Key: KEY".
/// </summary>
internal sealed class ApiKeyGate(RequestDelegate next, ApiKeys keys)
{
    private const string Scheme = "Bearer ", Header = "X-Api-Key";

    public Task InvokeAsync(HttpContext context)
    {
        bool isNeeded = keys.AreRequired && context.GetEndpoint()?.Metadata.GetMetadata<NeedsApiKey>() is not null;
        if (!isNeeded || (Given(context.Request) is { } key && keys.Contains(key))) return next(context);
        throw new RequestFault(StatusCodes.Status401Unauthorized, "A key is needed",
            $"Expected a known key as 'Authorization: {Scheme}KEY' or '{Header}: KEY'.");
    }

    private static string? Given(HttpRequest request)
    {
        string authorization = request.Headers.Authorization.ToString(), own = request.Headers[Header].ToString();
        return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..]
            : own.Length > 0 ? own : null;
    }
}
