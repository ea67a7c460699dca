using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>What the OpenAPI document cannot infer about /predict and /solve by itself.</summary>
internal static class FieldsDocument
{
    /// <summary>Numbers are a list of numbers and nulls.</summary>
    public static Task DescribeNumbers(OpenApiSchema schema, OpenApiSchemaTransformerContext context,
        CancellationToken cancellation)
    {
        if (context.JsonTypeInfo.Type != typeof(float[])) return Task.CompletedTask;
        schema.Type = JsonSchemaType.Array;
        schema.Items = new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.Null, Format = "float" };
        return Task.CompletedTask;
    }

    /// <summary>The raw form, whose shape and model are in the query.</summary>
    public static Task DescribeRaw(OpenApiOperation operation, OpenApiOperationTransformerContext context,
        CancellationToken cancellation)
    {
        operation.Parameters =
        [
            Query("shape", "For raw numbers: [rows,] channels, grid…, such as 1,64,64. The header X-Shape works as "
                + "well."),
            Query("model", "The model's name, where there are several. The header X-Model works as well."),
        ];
        var bytes = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        var raw = new OpenApiMediaType { Schema = bytes };
        operation.RequestBody!.Content![RawFields.ContentType] = raw;
        operation.Responses!["200"].Content![RawFields.ContentType] = raw;
        return Task.CompletedTask;
    }

    private static OpenApiParameter Query(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
