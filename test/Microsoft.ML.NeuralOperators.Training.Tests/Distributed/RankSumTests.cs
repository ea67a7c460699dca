using Microsoft.ML.NeuralOperators.Tests;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Distributed;

/// <summary>Sums over ranks have one order of additions, whoever carries the numbers.</summary>
public class RankSumTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 1)]
    [InlineData(2, 1000)]
    [InlineData(3, 1001)]
    [InlineData(4, 3)]
    [InlineData(5, 4099)]
    public void Sums_are_added_in_pairs_of_neighbours(int ranks, int length)
    {
        float[][] vectors = [.. Enumerable.Range(0, ranks).Select(rank => Noise(rank, length))];
        float[] expected = Pairwise([.. vectors]);
        Assert.All(ThreadCommunicator.Run(ranks, c => Sum(c, vectors[c.Rank], [.. Enumerable.Repeat(true, ranks)])),
            sum => Assert.Equal(expected, sum));
        // Another order would round differently.
        if (ranks > 3 && length > 1000)
            Assert.NotEqual(expected, vectors.Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)]));
    }

    [Fact]
    public void Numbers_of_ranks_that_do_not_take_part_are_ignored()
    {
        float[][] vectors = [.. Enumerable.Range(0, 4).Select(rank => Noise(rank, 37))];
        Array.Fill(vectors[1], float.NaN);
        Assert.All(ThreadCommunicator.Run(4, c => Sum(c, vectors[c.Rank], [true, false, true, true])),
            sum => Assert.Equal(Pairwise(vectors[0], vectors[2], vectors[3]), sum));
    }

    [Fact]
    public void Every_number_is_sent_and_received_less_than_twice()
    {
        const int Ranks = 4, Length = 4000;
        long[] received = ThreadCommunicator.Run(Ranks, c =>
        {
            c.Sum(Noise(c.Rank, Length).AsSpan(), [true, true, true, true]);
            return c.Received;
        });
        Assert.All(received, bytes => Assert.Equal(2L * (Ranks - 1) * Length / Ranks * sizeof(float), bytes));
    }

    [Theory]
    [InlineData(torch.ScalarType.Float32)]
    [InlineData(torch.ScalarType.Float64)]
    public void Tensors_are_added_in_place(torch.ScalarType type)
        => Assert.All(ThreadCommunicator.Run(2, c =>
        {
            using torch.Tensor vector = torch.arange(5, dtype: type).mul(torch.tensor(c.Rank + 1.0, dtype: type));
            c.Sum(vector, [true, true]);
            return vector.to_type(torch.ScalarType.Float32).data<float>().ToArray();
        }), sum => Assert.Equal([0, 3, 6, 9, 12], sum));

    [Fact]
    public void Bytes_of_one_rank_reach_all_ranks()
        => Assert.All(ThreadCommunicator.Run(3, c =>
        {
            byte[] bytes = [(byte)c.Rank, 7];
            c.Broadcast(bytes, 2);
            c.Barrier();
            return bytes;
        }), bytes => Assert.Equal([2, 7], bytes));

    [Fact]
    public void Weights_that_drifted_apart_become_those_of_the_first()
    {
        (bool Differed, float[] Weights)[] ranks = ThreadCommunicator.Run(3, c =>
        {
            using torch.Tensor same = torch.ones(4), other = torch.tensor(new float[] { 1, c.Rank == 2 ? 5 : 4 });
            bool first = RankWeights.Align(new RankGroup(c), [same, other]);
            Assert.False(RankWeights.Align(new RankGroup(c), [same, other]));
            return (first, other.data<float>().ToArray());
        });
        Assert.All(ranks, rank => Assert.True(rank.Differed));
        Assert.All(ranks, rank => Assert.Equal([1, 4], rank.Weights));
    }

    private static float[] Sum(Communicator communicator, float[] own, bool[] parts)
    {
        float[] sum = [.. own];
        communicator.Sum(sum.AsSpan(), parts);
        return sum;
    }

    // (0 + 1) + (2 + 3), then 4.
    private static float[] Pairwise(params float[][] vectors)
    {
        List<float[]> left = [.. vectors];
        while (left.Count > 1)
            left = [.. left.Chunk(2).Select(p => p.Length == 1 ? p[0] : [.. p[0].Zip(p[1], (x, y) => x + y)])];
        return left[0];
    }

    private static float[] Noise(int seed, int length)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
