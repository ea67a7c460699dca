// From permeability to pressure: trains a neural operator on Darcy flow, saves it, and scores it through ONNX Runtime.
using DarcyFlow;
using Microsoft.ML.NeuralOperators;
using Spectre.Console;

return await Arguments.RunAsync(args, (arguments, cancellation) =>
{
    try
    {
        new Job(arguments, cancellation).Run();
        return 0;
    }
    catch (OperationCanceledException)
    {
        AnsiConsole.MarkupLine("[yellow]Cancelled.[/]");
        return 130;
    }
    catch (Exception error) when (error is IOException or FormatException or UnauthorizedAccessException
        or InvalidOperationException or ArgumentException)
    {
        AnsiConsole.MarkupLineInterpolated($"[red]{error.Message}[/]");
        return 1;
    }
});
