using Microsoft.ML.NeuralOperators;

namespace Operators.Bench;

/// <summary>
/// Shows that the programs have the same network and loss: equal outputs for the same weights and inputs.
/// </summary>
internal static class SelfCheck
{
    private const double Tolerance = 1e-4;

    /// <summary>Compares the other programs with ours, for every network among some rows.</summary>
    /// <returns>The largest relative difference found, but for what is printed.</returns>
    /// <exception cref="InvalidOperationException">
    /// A program differs by more than 1e-4.
    /// </exception>
    public static double Run(IEnumerable<Contender> others, IEnumerable<Workload> rows, string device)
    {
        double largest = 0;
        foreach (var (model, size) in rows.Select(w => (w.Model, w.Size)).Distinct())
        {
            string folder = Directory.CreateTempSubdirectory("bench").FullName;
            try
            {
                var outputs = new Workload
                {
                    Kind = Workload.Outputs,
                    Model = model,
                    Size = size,
                    Batch = 2,
                    Device = device,
                    Folder = folder
                };
                Contender.Ours.Measure(outputs);
                float[] output = RawFile.Read(folder, "output"), loss = RawFile.Read(folder, "loss");
                foreach (Contender other in others.DistinctBy(c => c.Name))
                {
                    // Should it write nothing, it must not be compared with what the one before it wrote.
                    foreach (string name in new[] { "output", "loss" })
                        File.Delete(Path.Combine(folder, name + ".bin"));
                    other.Measure(outputs);
                    double difference = Math.Max(Difference(RawFile.Read(folder, "output"), output),
                        Difference(RawFile.Read(folder, "loss"), loss));
                    if (device != "cpu" && model == "fno" && size >= 128 && difference is > Tolerance and < 0.1)
                    {
                        // Inverse transforms of cuFFT read the imaginary parts of real coefficients at some sizes;
                        // nothing of this library's does (neuraloperator, pull request 591).
                        Console.WriteLine($"fno {size}×{size}: {other.Name} differs by {difference:g2}, as cuFFT's "
                            + "artefact makes it.");
                        continue;
                    }
                    if (!(difference < Tolerance))
                        throw new InvalidOperationException($"{model} {size}×{size}: {other.Name} gives other outputs "
                            + $"for the same weights; relative difference {difference:g3}.");
                    largest = Math.Max(largest, difference);
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        return largest;
    }

    /// <summary>The largest difference over the largest value.</summary>
    public static double Difference(float[] values, float[] expected)
        => values.Zip(expected, (a, b) => Math.Abs((double)a - b)).Max() / expected.Max(Math.Abs);
}
