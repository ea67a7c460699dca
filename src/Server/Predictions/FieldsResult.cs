using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>An answer with fields.</summary>
internal sealed class FieldsResult(string model, int[] shape, float[] numbers, bool isRaw) : IResult
{
    /// <summary>The header Server-Timing, of the W3C.</summary>
    public required string Timing { get; init; }

    /// <summary>A time in that header's form.</summary>
    /// <param name="what">What took that time.</param>
    /// <param name="time">The time.</param>
    public static string Took(string what, TimeSpan time)
        => string.Create(CultureInfo.InvariantCulture, $"{what};dur={time.TotalMilliseconds:0.###}");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers["Server-Timing"] = Timing;
        if (!isRaw)
            return httpContext.Response.WriteAsJsonAsync(new JsonFields(shape, numbers, model),
                ServerJson.Default.JsonFields, cancellationToken: httpContext.RequestAborted);
        httpContext.Response.Headers[RawFields.ShapeHeader] = string.Join(',', shape);
        httpContext.Response.Headers[RawFields.ModelHeader] = Uri.EscapeDataString(model);
        return RawFields.WriteAsync(httpContext.Response, numbers);
    }
}
