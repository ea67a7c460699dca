using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>Fields or predictions as JSON.</summary>
/// <param name="Shape">[channels, grid…] of one, [rows, channels, grid…] of several.</param>
/// <param name="Data">The numbers, row-major; null where a value is missing.</param>
/// <param name="Model">The model's name; may be left out where there is one model.</param>
internal sealed record JsonFields([property: JsonRequired] int[] Shape,
    [property: JsonRequired, JsonConverter(typeof(NumbersConverter))] float[] Data, string? Model = null)
{
    /// <summary>Reads a request.</summary>
    /// <exception cref="RequestFault">The body is not JSON of this form.</exception>
    public static async Task<JsonFields> ReadAsync(HttpRequest request)
    {
        try
        {
            JsonFields? fields = await JsonSerializer.DeserializeAsync(request.Body, ServerJson.Default.JsonFields,
                request.HttpContext.RequestAborted);
            return fields is { Shape: not null, Data: not null } ? fields
                : throw RequestFault.Malformed("Expected {\"shape\": […], \"data\": […]}, got null.");
        }
        catch (JsonException error)
        {
            throw RequestFault.Malformed($"Expected {{\"model\": \"…\", \"shape\": […], \"data\": […]}}: "
                + $"{error.Message}");
        }
    }
}
