using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>
/// Turns faults of requests into problem details (RFC 9457). Any other exception stays a 500 and is logged.
/// </summary>
internal sealed class FaultHandler : IExceptionHandler
{
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception,
        CancellationToken cancellationToken)
    {
        // The client no longer waits for an answer.
        if (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = ClientClosedRequest;
            return true;
        }
        RequestFault? fault = exception switch
        {
            RequestFault known => known,
            ServingOverloadException => RequestFault.Overload(exception.Message),
            // The server's own limits, such as that of a body's length.
            BadHttpRequestException bad => new RequestFault(bad.StatusCode, "The request cannot be read", bad.Message),
            ObjectDisposedException => new RequestFault(503, "The server is stopping",
                "Ask another server, or try again later."),
            _ => null,
        };
        if (fault is null) return false;
        context.Response.StatusCode = fault.Status;
        if (fault.Status is 401) context.Response.Headers.WWWAuthenticate = "Bearer";
        if (fault.Status is 429 or 503) context.Response.Headers.RetryAfter = "1";
        // Always JSON, whatever the request accepts: a client that accepts only raw numbers can read this as well.
        await context.Response.WriteAsJsonAsync(new ProblemDetails
        {
            Status = fault.Status,
            Title = fault.Title,
            Detail = fault.Message,
        }, options: null, "application/problem+json", cancellationToken);
        return true;
    }
}
