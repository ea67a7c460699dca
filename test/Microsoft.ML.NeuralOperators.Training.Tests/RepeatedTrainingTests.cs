using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Problems;
using TorchSharp;
using Xunit;
using static Microsoft.ML.NeuralOperators.Training.Tests.TrainingFixture;

namespace Microsoft.ML.NeuralOperators.Training.Tests;

/// <summary>
/// The same seed gives the same bits, whatever ran before; neighbouring seeds have nothing in common.
/// </summary>
public class RepeatedTrainingTests
{
    [Fact]
    public void A_training_does_not_see_which_one_ran_before()
    {
        torch.set_num_threads(Environment.ProcessorCount);
        float[] first = Train(1), other = Train(2), again = Train(1);
        Assert.Equal(first, again);
        // Parts of a batch round differently: the comparison is of trainings that differ.
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void A_training_does_not_see_torchs_number_of_threads()
    {
        float[] usual = Train(1);
        int before = torch.get_num_threads();
        try
        {
            torch.set_num_threads(before == 1 ? 2 : 1);
            Assert.Equal(usual, Train(1));
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    /// <summary>On the thread that trains, and on those that meet torch later.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Torch_keeps_its_number_of_threads(int workers)
    {
        int before = torch.get_num_threads();
        try
        {
            torch.set_num_threads(3);
            Train(workers);
            int later = 0;
            var thread = new Thread(() => later = torch.get_num_threads());
            thread.Start();
            thread.Join();
            Assert.Equal((3, 3), (torch.get_num_threads(), later));
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    /// <summary>
    /// Three uniform numbers of neighbouring seeds: v₀ - 2v₁ + v₂ was a whole number for System.Random.
    /// </summary>
    [Fact]
    public void Neighbouring_seeds_are_independent()
    {
        const int Count = 20_000;
        var random = Enumerable.Range(7, 3).Select(seed => new SeededRandom(seed, SeedUse.Weights)).ToArray();
        double sum = 0, squares = 0;
        for (int i = 0; i < Count; i++)
        {
            double turn = 2 * Math.PI * (random[0].NextDouble() - 2 * random[1].NextDouble() + random[2].NextDouble());
            sum += Math.Cos(turn);
            squares += Math.Sin(turn);
        }
        Assert.InRange(Math.Max(Math.Abs(sum), Math.Abs(squares)) / Math.Sqrt(Count / 2.0), 0, 4);
    }

    /// <summary>Seeds and what they are used for: all hashes differ, and half of their bits do.</summary>
    [Fact]
    public void Every_use_of_a_seed_has_numbers_of_its_own()
    {
        long[] hashes = [.. from seed in Enumerable.Range(-20,
            40) from use in Enum.GetValues<SeedUse>() from part in Enumerable.Range(0, 20)
                            select SeededRandom.Mix(seed, use, part)];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.InRange(hashes.Zip(hashes.Skip(1), (a, b) => System.Numerics.BitOperations.PopCount((ulong)(a ^ b)))
            .Average(), 31, 33);
    }

    [Fact]
    public void Numbers_of_every_kind_are_uniform()
    {
        var random = new SeededRandom(3, SeedUse.Split, 1);
        byte[] bytes = new byte[10_001];
        random.NextBytes(bytes);
        Assert.InRange(bytes.Average(b => b), 124, 131);
        Assert.InRange(Enumerable.Range(0, 10_000).Average(_ => random.Next(10)), 4.4, 4.6);
        Assert.InRange(Enumerable.Range(0, 10_000).Average(_ => random.Next() / (double)int.MaxValue), 0.49, 0.51);
        int[] order = [.. Enumerable.Range(0, 100)];
        random.Shuffle(order);
        Assert.Equal(Enumerable.Range(0, 100), order.Order());
        Assert.NotEqual(Enumerable.Range(0, 100), order);
    }

    // Products of these sizes round differently for one thread of torch and for two.
    private static float[] Train(int workers)
    {
        const int Size = 16;
        var random = new SeededRandom(1, SeedUse.Split);
        float[] a = [.. Enumerable.Range(0, 8 * Size * Size).Select(_ => random.NextSingle())],
            u = [.. a.Select(x => x * x)];
        var data = new FieldDataset([new FieldSamples("a", 1, [Size, Size], a)],
            new FieldSamples("u", 1, [Size, Size], u));
        var definition = new Fno(1, 1, new() { Modes = [8, 8], Channels = 12, Layers = 2 });
        return Numbers(Trainer.Train(definition, data, null,
            ShortTraining() with { Workers = workers, Epochs = 2, BatchSize = 4, GradientClipNorm = 1 }));
    }
}
