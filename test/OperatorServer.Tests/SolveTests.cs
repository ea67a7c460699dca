using System.Globalization;
using System.Net;
using static Microsoft.ML.NeuralOperators.Serving.Tests.Models;

namespace OperatorServer.Tests;

public sealed class SolveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Of -Δu = 1 the pressure in the middle is 0.0736713…, by its Fourier series.</summary>
    [Fact]
    public void A_uniform_medium_has_the_pressure_of_the_series()
    {
        foreach (var (cells, most) in new[] { (25, 2e-4), (101, 2e-5) })
        {
            float[] pressure = DarcySolution.Of(Enumerable.Repeat(2f, cells * cells).ToArray(), cells, cells).Pressure;
            Assert.Equal(0.0736713 / 2, pressure[cells * cells / 2], most);
        }
    }

    /// <summary>Sizes that cannot be halved, long grids, one row, one cell; two values, and a contrast of a million.
    /// </summary>
    [Theory]
    [InlineData(64, 64, 4)]
    [InlineData(33, 57, 4)]
    [InlineData(8, 200, 4)]
    [InlineData(1, 37, 4)]
    [InlineData(1, 1, 4)]
    [InlineData(64, 64, 1e6)]
    public void The_pressure_satisfies_the_equation_in_few_iterations(int rows, int columns, double contrast)
    {
        float[] a = Permeability(rows, columns, contrast);
        DarcySolution solution = DarcySolution.Of(a, rows, columns);
        Assert.InRange(solution.Iterations, 1, contrast > 10 ? 60 : 30);
        double worst = Enumerable.Range(0, rows * columns)
            .Max(cell => Math.Abs(Outflow(a, solution.Pressure, rows, columns, cell / columns, cell % columns) - 1));
        // Pressures are rounded to single precision, conductances are large.
        double scale = 8.0 * Math.Max(rows, columns) * Math.Max(rows, columns) * a.Max() * solution.Pressure.Max();
        Assert.InRange(worst, 0, 1e-6 * Math.Max(1, scale));
    }

    [Fact]
    public void A_solution_can_be_stopped()
        => Assert.Throws<OperationCanceledException>(() => DarcySolution.Of([1, 1, 1, 1], 2, 2,
            new CancellationToken(canceled: true)));

    [Fact]
    public async Task The_answer_is_the_solution_with_its_time()
    {
        await using RunningServer server = await StartAsync();
        float[] a = Permeability(16, 24, 4);
        using HttpResponseMessage answer = await server.PostRaw(a, "/solve?shape=1,16,24");
        Assert.Equal(DarcySolution.Of(a, 16, 24).Pressure, await RunningServer.Numbers(answer));
        string timing = answer.Headers.GetValues("Server-Timing").Single();
        Assert.Matches(@"^solve;dur=[0-9.]+;desc=""\d+ iterations""$", timing);
        using HttpResponseMessage json = await server.Client.PostAsync("/solve", RunningServer.Json(
            string.Create(CultureInfo.InvariantCulture, $"{{\"shape\":[1,2,2],\"data\":[{1.5},{1.5},3,3]}}")));
        Assert.Equal(DarcySolution.Of([1.5f, 1.5f, 3, 3], 2, 2).Pressure, await RunningServer.Numbers(json));
    }

    [Fact]
    public async Task A_refusal_to_solve_says_why()
    {
        await using RunningServer server = await StartAsync("MaxSolvedCells=400");
        await HasProblem([1, 2, 0, 3], "?shape=1,2,2", 422, "Expected permeabilities above 0, got 0 at index 2");
        await HasProblem([1, 2, float.NaN, 3], "?shape=1,2,2", 422, "got NaN at index 2");
        await HasProblem(new float[8], "?shape=2,1,2,2", 422,
            "Expected one field [1, rows, columns], got [2, 1, 2, 2]");
        await HasProblem(new float[441], "?shape=1,21,21", 413, "Expected at most 400 cells to solve for, got 441");
        await HasProblem([1, 2, 3], "?shape=1,2,2", 400, "Expected 16 bytes");

        async Task HasProblem(float[] numbers, string query, int status, string text)
            => await RefusalTests.HasProblem(await server.PostRaw(numbers, $"/solve{query}"), status, text);
    }

    [Fact]
    public async Task A_solution_that_takes_too_long_is_stopped()
    {
        await using RunningServer server = await StartAsync("MaxSolvingTime=00:00:00.0010000",
            "MaxSolvedCells=1000000");
        using HttpResponseMessage answer =
            await server.PostRaw(Permeability(1000, 1000, 4), "/solve?shape=1,1000,1000");
        await RefusalTests.HasProblem(answer, 422, "The solver was stopped after 0 s. Ask for fewer cells.");
    }

    [Fact]
    public async Task A_model_without_an_equation_has_no_solver()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        await RefusalTests.HasProblem(await server.PostRaw([1], "/solve?shape=1,1,1"), 404,
            $"Set OperatorServer:Problems:{server.Name} to one of Darcy");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await server.Client.GetAsync("/solve")).StatusCode);
    }

    private Task<RunningServer> StartAsync(params string[] settings)
        => RunningServer.StartAsync(_folder, [.. settings, "Problems:{name}=Darcy"]);

    private static float[] Permeability(int rows, int columns, double contrast)
        => [.. from i in Enumerable.Range(0, rows)
               from j in Enumerable.Range(0, columns)
               select Math.Sin(7.0 * i / rows) + Math.Cos(9.0 * j / columns) > 0 ? (float)(3 * contrast) : 3];

    // What flows out of a cell, over its area.
    private static double Outflow(float[] a, float[] u, int rows, int columns, int i, int j)
    {
        return Through(i - 1, j, rows) + Through(i + 1, j, rows) + Through(i, j - 1, columns)
            + Through(i, j + 1, columns);

        double Through(int row, int column, double cells)
        {
            int own = i * columns + j;
            bool isWall = row < 0 || row == rows || column < 0 || column == columns;
            if (isWall) return 2 * cells * cells * a[own] * u[own];
            int other = row * columns + column;
            double face = 2 * cells * cells * a[own] * a[other] / ((double)a[own] + a[other]);
            return face * (u[own] - (double)u[other]);
        }
    }
}
