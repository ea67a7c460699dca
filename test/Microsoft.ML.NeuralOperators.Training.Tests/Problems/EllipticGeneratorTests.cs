using Microsoft.ML.NeuralOperators.Problems;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

/// <summary>What holds for every generator of steady problems.</summary>
public class EllipticGeneratorTests
{
    public static TheoryData<string> Names => [.. Generators.Keys];

    private static readonly Dictionary<string, Func<FieldGenerator>> Generators = new()
    {
        ["Darcy, two values"] = () => new DarcyFlow(12),
        ["Darcy, smooth"] = () => new DarcyFlow(12, DarcyFlowOptions.Smooth),
        ["Darcy, multiscale"] = () => new DarcyFlow(12, DarcyFlowOptions.Multiscale with { SolvedCells = 36 }),
        ["Helmholtz"] = () => new HelmholtzEquation(new HelmholtzOptions { Size = 21, Frequency = 300 }),
        ["Plate"] = () => new ElasticPlate(new ElasticPlateOptions { Around = 16, Across = 2 }),
        ["Poisson"] = () => new PoissonEquation(9),
        ["Poisson, boundary"] = () => new PoissonEquation(9, null, new PeriodicRandomField(2, 3, 10, 4)),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_have_the_same_bits_whatever_their_number_and_the_threads(string name)
    {
        IReadOnlyList<FieldSamples> seven = Generators[name]().Generate(7, 3);
        int before = torch.get_num_threads();
        try
        {
            torch.set_num_threads(1);
            IReadOnlyList<FieldSamples> three = Generators[name]().Generate(3, 3);
            for (int field = 0; field < three.Count; field++)
                Assert.Equal(three[field].Values, seven[field].Values[..three[field].Values.Length]);
            Assert.NotEqual(three[^1].Values, Generators[name]().Generate(3, 4)[^1].Values);
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    /// <summary>Blocks are made side by side, or here one after the other on this thread.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void One_thread_gives_the_bits_of_several(string name)
    {
        FieldGenerator generator = Generators[name]();
        int count = Math.Min(70, 2 * generator.BatchSize + 1);
        IReadOnlyList<FieldSamples> many = generator.Generate(count, 3);
        for (int start = 0; start < count; start += generator.BatchSize)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            int[] seeds = [.. Enumerable.Range(start, generator.BatchSize).Select(i => SampleBatches.Seed(3, i))];
            IReadOnlyList<torch.Tensor> made = generator.Make(seeds, default);
            for (int field = 0; field < many.Count; field++)
            {
                float[] values = made[field].to(torch.float32).contiguous().data<float>().ToArray();
                int length = many[field].SampleLength, kept = Math.Min(generator.BatchSize, count - start) * length;
                Assert.Equal(values[..kept], many[field].Values[(start * length)..(start * length + kept)]);
            }
        }
    }
}
