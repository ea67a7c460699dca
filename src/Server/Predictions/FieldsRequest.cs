using Microsoft.Net.Http.Headers;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>A request with fields, in either form.</summary>
/// <param name="Model">The requested model.</param>
/// <param name="Shape">The shape of the fields, one that the model takes.</param>
/// <param name="Input">The numbers.</param>
/// <param name="WantsRaw">Whether the answer is to be raw numbers.</param>
internal sealed record FieldsRequest(ServedOperator Model, FieldShape Shape, float[] Input, bool WantsRaw)
{
    /// <summary>Reads a request.</summary>
    /// <exception cref="RequestFault">It has neither form, or does not fit the model.</exception>
    public static async Task<FieldsRequest> ReadAsync(HttpContext context, ModelTable models, ServerOptions options)
    {
        HttpRequest request = context.Request;
        bool isRaw = IsRaw(request);
        ServedOperator model;
        FieldShape shape;
        float[] input;
        if (isRaw)
        {
            model = models.Get(Given(request, "model", RawFields.ModelHeader));
            string sizes = Given(request, "shape", RawFields.ShapeHeader)
                ?? throw RequestFault.Malformed($"Expected a shape in the query or the header "
                + $"{RawFields.ShapeHeader}.");
            shape = FieldShape.Of(model, FieldShape.Parse(sizes), options);
            input = await RawFields.ReadAsync(request, shape);
        }
        else
        {
            JsonFields fields = await JsonFields.ReadAsync(request);
            model = models.Get(fields.Model ?? Given(request, "model", RawFields.ModelHeader));
            shape = FieldShape.Of(model, fields.Shape, options);
            input = fields.Data;
            if (input.Length != shape.InputCount)
                throw RequestFault.Malformed($"Expected {shape.InputCount} numbers for the shape "
                    + $"[{string.Join(", ", fields.Shape)}], got {input.Length}.");
        }
        return new FieldsRequest(model, shape, input, AcceptsRaw(request) ?? isRaw);
    }

    /// <summary>Says which content types are expected, and which came.</summary>
    public static string ExpectedType(HttpRequest request)
        => $"Expected application/json or {RawFields.ContentType}, got '{request.ContentType}'.";

    private static bool IsRaw(HttpRequest request)
    {
        if (request.HasJsonContentType()) return false;
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && type.MediaType.Equals(RawFields.ContentType, StringComparison.OrdinalIgnoreCase)) return true;
        throw new RequestFault(415, "Unsupported content type", ExpectedType(request));
    }

    private static bool? AcceptsRaw(HttpRequest request)
    {
        string accepted = request.Headers.Accept.ToString();
        bool isRaw = accepted.Contains(RawFields.ContentType, StringComparison.OrdinalIgnoreCase),
            isJson = accepted.Contains("application/json", StringComparison.OrdinalIgnoreCase);
        return isRaw == isJson ? null : isRaw;
    }

    private static string? Given(HttpRequest request, string query, string header)
        => request.Query[query].FirstOrDefault() ?? request.Headers[header].FirstOrDefault();
}
