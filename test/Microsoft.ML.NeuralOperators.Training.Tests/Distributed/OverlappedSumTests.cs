using Microsoft.ML.NeuralOperators.Tests;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Distributed;

/// <summary>Gradients that are added over the ranks while the backward pass goes on.</summary>
public class OverlappedSumTests
{
    private const int BucketBytes = MatrixSteps.Size * MatrixSteps.Size * sizeof(float);

    [Theory]
    [InlineData(2, 16)]
    [InlineData(4, 16)]
    // Last steps of one sample, which one rank takes.
    [InlineData(2, 9)]
    [InlineData(4, 17)]
    public void Sums_have_the_bits_of_workers(int ranks, int samples) => Compare(ranks, new()
    {
        Samples = samples,
        Loss = (x, w, _, _) => Chain(x, w, 0, 1, 2, 3).sum(),
    });

    [Fact]
    public void Gradients_come_in_any_order() => Compare(2, new()
    {
        // Every rank has an order of its own, and another one in every step.
        Loss = (x, w, step, rank) =>
        {
            int[] order = [.. Enumerable.Range(0, MatrixSteps.Count)];
            new Random(10 * step + rank).Shuffle(order);
            return order.Select(i => Chain(x, w, i).sum()).Aggregate((a, b) => a + b);
        },
    });

    [Fact]
    public void A_parameter_used_twice_is_added_once_it_is_complete() => Compare(2, new()
    {
        Loss = (x, w, _, _) => Chain(x, w, 3, 1, 0, 2, 3, 0).sum(),
    });

    [Fact]
    public void Parameters_that_the_loss_does_not_depend_on_have_no_gradient() => Compare(2, new()
    {
        Loss = (x, w, step, _) =>
        {
            // One is never used, one without gradients, and one from the third step on without an effect.
            torch.Tensor ahead;
            using (torch.no_grad()) ahead = Chain(x, w, 1, 2);
            torch.Tensor effect = Chain(ahead, w, 2).sum();
            return Chain(ahead, w, 3).sum() + (step < 2 ? effect : effect.detach());
        },
    });

    [Fact]
    public void Ranks_that_may_not_use_other_threads_add_afterwards()
    {
        var steps = new MatrixSteps { Loss = (x, w, _, _) => Chain(x, w, 0, 1, 2, 3).sum() };
        float[] alone = steps.Run(null, 2);
        Assert.All(ThreadCommunicator.Run(2, c =>
        {
            // All do as the one does that has to.
            c.AllowsThreads = c.Rank == 0;
            float[] numbers = steps.Run(c);
            Assert.Equal(1, c.Threads);
            return numbers;
        }), numbers => Assert.Equal(alone, numbers));
    }

    [Fact]
    public void All_ranks_choose_the_same_way_after_four_whole_steps_of_each()
    {
        bool[][] ways = ThreadCommunicator.Run(2, c =>
        {
            var trial = new OverlapTrial(new RankGroup(c));
            // The small steps in between do not count.
            return new[] { 4, 16, 16, 7, 16, 16, 16, 16, 7, 16, 16, 16, 7, 16 }.Select(samples =>
            {
                bool isDuring = trial.Begin(samples);
                // The ranks' clocks differ.
                Thread.SpinWait(1000 * (c.Rank + 1));
                trial.End(samples);
                return isDuring;
            }).ToArray();
        });
        Assert.Equal(ways[0], ways[1]);
        Assert.Equal([true, true, true, true, true, true, false, false, false, false, false], ways[0][..11]);
        Assert.Single(ways[0][12..].Distinct());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_rank_that_fails_in_the_middle_stops_all(bool isBackward)
    {
        ThreadCommunicator? first = null;
        long before = 0;
        var steps = new MatrixSteps
        {
            Loss = (x, w, step, rank) =>
            {
                if (step == 2 && rank == 0) before = first!.Received;
                bool fails = step == 2 && rank == 1;
                torch.Tensor middle = Chain(x, w, 0, 1).exp();
                if (fails && !isBackward) throw new InvalidOperationException("In the forward pass.");
                torch.Tensor loss = Chain(middle + x, w, 2, 3).sum();
                // The backward pass needs what exp gave, and refuses it when it comes there.
                if (fails) middle.add_(torch.ones(1));
                return loss;
            },
        };
        var ranks = ThreadCommunicator.Try(2, c =>
        {
            if (c.Rank == 0) first = c;
            return steps.Run(c);
        });
        Assert.Contains(isBackward ? "modified by an inplace operation" : "In the forward pass.",
            ranks[1].Error!.Message, StringComparison.Ordinal);
        RankFailedException error = Assert.IsType<RankFailedException>(ranks[0].Error);
        Assert.Equal(1, error.Rank);
        Assert.StartsWith($"Rank 1 of 2 failed, and with it the training: {ranks[1].Error!.Message[..20]}",
            error.Message, StringComparison.Ordinal);
        // Of four buckets, those of two had come by then.
        Assert.Equal(isBackward ? 2 : 0, (first!.Received - before) / BucketBytes);
    }

    [Fact]
    public void A_rank_that_is_cancelled_in_a_step_stops_all()
        => Assert.All(ThreadCommunicator.Try(3, c =>
        {
            using var source = new CancellationTokenSource();
            return new MatrixSteps
            {
                Loss = (x, w, step, rank) =>
                {
                    if (step == 2 && rank == 1) source.Cancel();
                    return Chain(x, w, 0, 1).sum();
                },
                Cancellation = source.Token,
            }.Run(c);
        }), rank => Assert.IsType<OperationCanceledException>(rank.Error));

    [Fact]
    public void No_tensor_is_left_behind()
    {
        var steps = new MatrixSteps { Samples = 17, Loss = (x, w, _, _) => Chain(x, w, 0, 1, 2, 3).sum() };
        long before = LiveTensorCount.AfterCollection();
        ThreadCommunicator.Run(2, c => steps.Run(c));
        Assert.Equal(before, LiveTensorCount.Now);
    }

    [Fact]
    public void Buckets_hold_every_parameter_once_in_the_order_given()
    {
        const long Unit = BucketPlan.Smallest / 4;
        Assert.Equal([[4, 0], [1, 3], [2]], BucketPlan.Of([4, 0, 1, 3, 2], [3 * Unit, 1, Unit, 4 * Unit, 2 * Unit]));
        // Large parameters: an eighth of all is enough for a bucket.
        Assert.Equal([[0, 1], [2, 3], [4, 5], [6, 7], [8, 9], [10, 11], [12, 13], [14, 15]],
            BucketPlan.Of([.. Enumerable.Range(0, 16)], [.. Enumerable.Repeat(BucketPlan.Smallest, 16)]));
    }

    private static void Compare(int ranks, MatrixSteps steps)
    {
        float[] alone = steps.Run(null, ranks);
        Assert.All(ThreadCommunicator.Run(ranks, c =>
        {
            float[] numbers = steps.Run(c);
            Assert.True(c.Threads > 1, "The sum does not overlap the backward pass.");
            Assert.False(c.IsCalculating);
            return numbers;
        }), numbers => Assert.Equal(alone, numbers));
    }

    // Every matrix is asked for when it is used, as layers do.
    private static torch.Tensor Chain(torch.Tensor x, Func<int, torch.Tensor> matrix, params ReadOnlySpan<int> numbers)
    {
        foreach (int number in numbers) x = x.mm(matrix(number)).tanh();
        return x;
    }
}
