using System.Diagnostics;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>POST /predict.</summary>
internal static class PredictEndpoint
{
    public const string Description =
        "JSON: {\"model\": \"darcy\", \"shape\": [1, 64, 64], \"data\": [numbers, row-major]}; the answer has the same "
        + "form. application/octet-stream: float32, little-endian, row-major, with the shape '1,64,64' in the query "
        + "(shape) or the header X-Shape, and the model's name in the query (model) or the header X-Model. A shape "
        + "[rows, channels, grid…] is a batch. The answer has the form of the request, unless Accept asks for the "
        + "other. Its header Server-Timing gives the milliseconds that the prediction took, waiting included.";

    public static async Task<IResult> Handle(HttpContext context, ModelTable models, ServerOptions options)
    {
        FieldsRequest request = await FieldsRequest.ReadAsync(context, models, options);
        long began = Stopwatch.GetTimestamp();
        float[] output =
            await Predictions.RunAsync(request.Model, request.Shape, request.Input, context.RequestAborted);
        return new FieldsResult(request.Model.Name, request.Shape.Answer, output, request.WantsRaw)
        {
            Timing = FieldsResult.Took("predict", Stopwatch.GetElapsedTime(began)),
        };
    }
}
