using System.Diagnostics;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>POST /solve.</summary>
internal static class SolveEndpoint
{
    public const string Description =
        "One field in either form of /predict. The answer is the solution of the equation that the configuration "
        + "names for the model (Problems): of Darcy's, -div(a grad u) = 1 on the unit square with u = 0 at the "
        + "boundary, by finite volumes at the centres of cells. Its header Server-Timing gives the milliseconds.";

    /// <exception cref="RequestFault">There is no equation for the model, or it has no solution here.</exception>
    public static async Task<IResult> Handle(HttpContext context, ModelTable models, ServerOptions options)
    {
        FieldsRequest request = await FieldsRequest.ReadAsync(context, models, options);
        string name = request.Model.Name;
        if (!options.Problems.ContainsKey(name))
            throw new RequestFault(404, "There is no solver for the model", $"The configuration names no equation that "
                + $"'{name}' learned. Set {ServerOptions.Section}:Problems:{name} to one of "
                + $"{string.Join(", ", Enum.GetNames<Problem>())}.");
        if (request.Shape is not { Rows: 1, Input: [1, var rows, var columns] })
            throw RequestFault.Unfit("Expected one field [1, rows, columns], got "
                + $"[{string.Join(", ", request.Shape.Given)}].");
        if ((long)rows * columns > options.MaxSolvedCells)
            throw RequestFault.TooLarge($"Expected at most {options.MaxSolvedCells} cells to solve for, got "
                + $"{(long)rows * columns}.");
        RequirePositive(request.Input);
        return await SolveAsync(request, rows, columns, options.MaxSolvingTime, context.RequestAborted);
    }

    private static async Task<IResult> SolveAsync(FieldsRequest request, int rows, int columns, TimeSpan most,
        CancellationToken abandoned)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        ending.CancelAfter(most);
        long began = Stopwatch.GetTimestamp();
        try
        {
            DarcySolution solution =
                await Task.Run(() => DarcySolution.Of(request.Input, rows, columns, ending.Token), ending.Token);
            string timing = FieldsResult.Took("solve", Stopwatch.GetElapsedTime(began));
            return new FieldsResult(request.Model.Name, request.Shape.Input, solution.Pressure, request.WantsRaw)
            {
                Timing = $"{timing};desc=\"{solution.Iterations} iterations\"",
            };
        }
        catch (OperationCanceledException) when (!abandoned.IsCancellationRequested)
        {
            throw RequestFault.Unfit(Invariant($"The solver was stopped after {most.TotalSeconds:0.#} s. ")
                + "Ask for fewer cells.");
        }
        catch (InvalidOperationException error)
        {
            throw RequestFault.Unfit(error.Message);
        }
    }

    private static void RequirePositive(float[] permeability)
    {
        int wrong = Array.FindIndex(permeability, a => !(a > 0 && float.IsFinite(a)));
        if (wrong >= 0)
            throw RequestFault.Unfit(
                Invariant($"Expected permeabilities above 0, got {permeability[wrong]} at index {wrong}."));
    }
}
