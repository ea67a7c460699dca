using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>Makes problems (RFC 9457) of faults. What is no fault of the request stays a 500 and is logged.</summary>
internal sealed class FaultHandler : IExceptionHandler
{
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception,
        CancellationToken cancellationToken)
    {
        // Nobody waits for an answer.
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
            ObjectDisposedException => new RequestFault(503, "The server stops", "Ask another one, or later."),
            _ => null,
        };
        if (fault is null) return false;
        context.Response.StatusCode = fault.Status;
        if (fault.Status is 401) context.Response.Headers.WWWAuthenticate = "Bearer";
        if (fault.Status is 429 or 503) context.Response.Headers.RetryAfter = "1";
        // Whatever the request accepts: a client that takes raw numbers alone can read this, too.
        await context.Response.WriteAsJsonAsync(new ProblemDetails
        {
            Status = fault.Status,
            Title = fault.Title,
            Detail = fault.Message,
        }, options: null, "application/problem+json", cancellationToken);
        return true;
    }
}
