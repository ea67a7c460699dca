using static System.FormattableString;

namespace Domains.Bench;

/// <summary>
/// Laplace's equation between two circles, of radius 1 and a: from the values on both, and a, to the field on rays.
/// Solutions are known: every wave along the circles is A·rᵐ + B·r⁻ᵐ. STNN, which is linear in the values, against
/// DeepONet, which is not, and gets the parameter as one more sensor.
/// </summary>
internal sealed class Annulus(int samples, int seed, CancellationToken cancellation)
{
    private const int Angles = 32, Radii = 16, Waves = 8, Tests = 200;

    public void Run(int epochs)
    {
        NeuralOperatorsCatalog operators = new MLContext(seed).NeuralOperators();
        IDataView training = Rows(operators, samples, 2 * seed), test = Rows(operators, Tests, 2 * seed + 1);
        double seconds = 0;
        TrainingOptions options = new()
        {
            Progress = progress => seconds = progress.Elapsed.TotalSeconds,
            Epochs = epochs,
            BatchSize = 32,
            Seed = seed,
            Schedule = LearningRateSchedule.OneCycle,
            CancellationToken = cancellation,
        };
        Report("STNN", operators.Stnn("u", "boundary", "points", "parameter",
            new() { Experts = 10, Rank = 16, Cores = 4 }, options));
        Report("DeepONet", operators.DeepONet("u", "sensors", "points", new()
        {
            HasSharedPoints = true,
            BranchWidths = [128, 128, 128],
            BasisFunctions = 96,
        }, options));

        void Report(string name, NeuralOperatorTrainer trainer)
        {
            using NeuralOperatorTransformer model = trainer.Fit(training);
            double error = operators.Evaluate(model.Transform(test), "u").RelativeL2;
            Console.WriteLine(Invariant($"{name}: {epochs} epochs in {seconds:f0} s, relative L2 {error:g3}"));
        }
    }

    private static IDataView Rows(NeuralOperatorsCatalog operators, int count, int seed)
    {
        int points = Radii * Angles;
        float[] boundary = new float[2 * Angles * count], parameters = new float[count],
            sensors = new float[(2 * Angles + 1) * count], u = new float[points * count],
            places = new float[2 * points * count];
        var random = new Random(seed);
        for (int row = 0; row < count; row++)
        {
            // From 2 to 20, evenly in its logarithm.
            double outer = 2 * Math.Pow(10, random.NextDouble());
            parameters[row] = (float)Math.Log(outer);
            (double Inner, double Outer, double Phase)[] waves = [.. Enumerable.Range(0, Waves).Select(m
                => (Size(m), Size(m), 2 * Math.PI * random.NextDouble()))];
            for (int j = 0; j < Angles; j++)
            {
                double angle = 2 * Math.PI * j / Angles;
                boundary[2 * row * Angles + j] = (float)At(1, angle);
                boundary[(2 * row + 1) * Angles + j] = (float)At(outer, angle);
                for (int i = 0; i < Radii; i++)
                {
                    double share = (i + 0.5) / Radii;
                    int at = i * Angles + j;
                    u[row * points + at] = (float)At(Math.Pow(outer, share), angle);
                    (places[2 * row * points + at], places[(2 * row + 1) * points + at]) =
                        ((float)share, (float)(angle / (2 * Math.PI)));
                }
            }
            boundary.AsSpan(2 * row * Angles, 2 * Angles).CopyTo(sensors.AsSpan(row * (2 * Angles + 1)));
            sensors[(row + 1) * (2 * Angles + 1) - 1] = parameters[row];

            double At(double radius, double angle)
            {
                double sum = 0;
                for (int m = 0; m < Waves; m++)
                {
                    double share = Math.Log(radius) / Math.Log(outer);
                    // sinh(m ln(a/r))/sinh(m ln a) of the inner value and sinh(m ln r)/sinh(m ln a) of the outer one.
                    double near = m == 0 ? 1 - share
                        : Math.Sinh(m * Math.Log(outer / radius)) / Math.Sinh(m * Math.Log(outer));
                    double far = m == 0 ? share : Math.Sinh(m * Math.Log(radius)) / Math.Sinh(m * Math.Log(outer));
                    sum += (waves[m].Inner * near + waves[m].Outer * far) * Math.Cos(m * angle + waves[m].Phase);
                }
                return sum;
            }
        }
        return operators.LoadFields(("boundary", new FieldSamples("boundary", 1, [2 * Angles], boundary)),
            ("sensors", new FieldSamples("sensors", 1, [2 * Angles + 1], sensors)),
            ("parameter", new FieldSamples("parameter", 1, [], parameters)),
            ("points", new FieldSamples("points", 2, [points], places)),
            ("u", new FieldSamples("u", 1, [points], u)));

        double Size(int wave) => (2 * random.NextDouble() - 1) / (1 + wave);
    }
}
