using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class VorticityEquationTests
{
    private static readonly VorticityOptions Smooth = new()
    {
        Points = 32,
        Frames = 3,
        Start = 0,
        Interval = 0.5,
        Viscosity = 1e-2
    };

    [Fact]
    public void A_flow_from_its_first_frame_is_the_same_flow()
    {
        FieldSamples flows = new VorticityEquation(Smooth).Generate(3, 7)[0],
            again = new VorticityEquation(Smooth).Solve(First(flows));
        Assert.Equal(("w", 3, 3), (again.Name, again.Count, again.Channels));
        Assert.Equal(flows.Grid, again.Grid);
        Assert.InRange(Difference(again, flows), 0, 1e-6);
    }

    [Fact]
    public void Another_grid_of_the_solver_gives_the_same_frames()
    {
        FieldSamples first = First(new VorticityEquation(Smooth with { Start = 1 }).Generate(2, 3)[0]),
            usual = new VorticityEquation(Smooth).Solve(first),
            finer = new VorticityEquation(Smooth with { SolvedPoints = 48 }).Solve(first),
            coarse = new VorticityEquation(Smooth with { SolvedPoints = 9 }).Solve(first);
        // At time 1 the flow has few waves, which 32 points resolve and 9 do not.
        Assert.InRange(Difference(finer, usual), 0, 1e-4);
        Assert.InRange(Difference(coarse, usual), 5e-4, 0.1);
    }

    [Fact]
    public void States_of_another_shape_are_refused()
    {
        var equation = new VorticityEquation(Smooth);
        Assert.Contains("2 channels on 8×8 points; expected one channel", Assert.Throws<ArgumentException>(()
            => equation.Solve(new FieldSamples("w", 2, [8, 8], new float[128]))).Message);
        Assert.Contains("1 channels on 8×9 points", Assert.Throws<ArgumentException>(()
            => equation.Solve(new FieldSamples("w", 1, [8, 9], new float[72]))).Message);
    }

    private static FieldSamples First(FieldSamples flows)
        => new(flows.Name, 1, flows.Grid, [.. Enumerable.Range(0, flows.Count)
            .SelectMany(i => flows[i][..(flows.Grid[0] * flows.Grid[1])].ToArray())]);

    private static double Difference(FieldSamples flows, FieldSamples expected)
    {
        double most = expected.Values.Max(Math.Abs);
        return flows.Values.Zip(expected.Values, (a, b) => Math.Abs(a - b)).Max() / most;
    }
}
