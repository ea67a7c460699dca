namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>
/// The rows of a request, each a prediction of its own, so that rows of several requests run together.
/// </summary>
internal static class Predictions
{
    /// <exception cref="RequestFault">The model cannot run on the fields.</exception>
    /// <exception cref="ServingOverloadException">Too many rows wait already.</exception>
    public static async Task<float[]> RunAsync(ServedOperator model, FieldShape shape, float[] input,
        CancellationToken cancellation)
    {
        var output = new float[shape.OutputCount];
        int given = input.Length / shape.Rows, made = output.Length / shape.Rows;
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var rows = new Task[shape.Rows];
        try
        {
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i] = model.PredictAsync(input.AsMemory(i * given, given), shape.Input,
                    output.AsMemory(i * made, made), rest.Token);
                // If one is refused, the others need not run.
                if (rows[i].IsFaulted) await rows[i];
            }
            await Task.WhenAll(rows);
        }
        catch (Exception error)
        {
            await rest.CancelAsync();
            if (error is ArgumentException or InvalidOperationException and not ObjectDisposedException)
                throw RequestFault.Unfit(error.Message.Split(" (Parameter")[0]);
            throw;
        }
        return output;
    }
}
