using Microsoft.Net.Http.Headers;

namespace OperatorServer;

/// <summary>POST /predict.</summary>
internal static class PredictEndpoint
{
    public const string Description =
        "JSON: {\"model\": \"darcy\", \"shape\": [1, 64, 64], \"data\": [numbers, row-major]}; the answer has the same "
        + "form. application/octet-stream: float32, little-endian, row-major, with the shape '1,64,64' in the query "
        + "(shape) or the header X-Shape, and the model's name in the query (model) or the header X-Model. A shape "
        + "[rows, channels, grid…] is a batch. The answer has the form of the request, unless Accept asks for the "
        + "other.";

    public static async Task<IResult> Handle(HttpContext context, ModelTable models, ServerOptions options)
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
        float[] output = await Predictions.RunAsync(model, shape, input, context.RequestAborted);
        return new FieldsResult(model.Name, shape.Answer, output, WantsRaw(request) ?? isRaw);
    }

    /// <summary>Which content types are expected, and which came.</summary>
    public static string ExpectedType(HttpRequest request)
        => $"Expected application/json or {RawFields.ContentType}, got '{request.ContentType}'.";

    private static bool IsRaw(HttpRequest request)
    {
        if (request.HasJsonContentType()) return false;
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && type.MediaType.Equals(RawFields.ContentType, StringComparison.OrdinalIgnoreCase)) return true;
        throw new RequestFault(415, "The content type is not known", ExpectedType(request));
    }

    private static bool? WantsRaw(HttpRequest request)
    {
        string accepted = request.Headers.Accept.ToString();
        bool isRaw = accepted.Contains(RawFields.ContentType, StringComparison.OrdinalIgnoreCase),
            isJson = accepted.Contains("application/json", StringComparison.OrdinalIgnoreCase);
        return isRaw == isJson ? null : isRaw;
    }

    private static string? Given(HttpRequest request, string query, string header)
        => request.Query[query].FirstOrDefault() ?? request.Headers[header].FirstOrDefault();
}
