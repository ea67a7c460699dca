namespace OperatorServer;

/// <summary>An answer with predictions.</summary>
internal sealed class FieldsResult(string model, int[] shape, float[] numbers, bool isRaw) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (!isRaw)
            return httpContext.Response.WriteAsJsonAsync(new JsonFields(shape, numbers, model),
                ServerJson.Default.JsonFields, cancellationToken: httpContext.RequestAborted);
        httpContext.Response.Headers[RawFields.ShapeHeader] = string.Join(',', shape);
        httpContext.Response.Headers[RawFields.ModelHeader] = Uri.EscapeDataString(model);
        return RawFields.WriteAsync(httpContext.Response, numbers);
    }
}
