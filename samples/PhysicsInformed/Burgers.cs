using Microsoft.ML;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Training;

namespace PhysicsInformed;

/// <summary>
/// u_t + u u_x = ν u_xx: from the initial state, given at every time, to the field over space and time.
/// </summary>
internal static class Burgers
{
    private const int Points = 64, Times = 33;
    private const double Viscosity = 0.02, Duration = 1;

    public static FieldMetrics Run(MLContext mlContext, int epochs, int seed, CancellationToken cancellation)
    {
        FieldSamples u = Solutions(256, 2 * seed), testU = Solutions(64, 2 * seed + 1);
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        using NeuralOperatorTransformer model = operators.Fno("", "Input", new()
        {
            Modes = [12, 24],
            // Time is not periodic, space is.
            DomainPadding = 0.125,
            PaddedAxes = [0],
            HasInitialConstraint = true,
            Channels = 24,
        }, new()
        {
            Loss = new BurgersResidual(Viscosity, Duration) { InitialWeight = 0 },
            LearningRate = 5e-3,
            Schedule = LearningRateSchedule.Cosine,
            Epochs = epochs,
            BatchSize = 16,
            Seed = seed,
            CancellationToken = cancellation,
        }).Fit(operators.LoadFields(("Input", InitialStates(u)), ("Solution", u)));
        return operators.Evaluate(model.Transform(operators.LoadFields(("Input", InitialStates(testU)),
            ("Solution", testU))), "Solution");
    }

    private static FieldSamples Solutions(int count, int seed)
        => BurgersEquation.Generate(count, Points, Times, Viscosity, Duration, seed,
            new PeriodicRandomField(2.5, 7, 49));

    private static FieldSamples InitialStates(FieldSamples u)
    {
        var values = new float[u.Values.Length];
        for (int sample = 0; sample < u.Count; sample++)
            for (int time = 0; time < Times; time++)
                u[sample][..Points].CopyTo(values.AsSpan((sample * Times + time) * Points));
        return new FieldSamples("u0", 1, u.Grid, values);
    }
}
