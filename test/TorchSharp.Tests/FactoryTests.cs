using Xunit;

namespace TorchSharp.Tests;

public class FactoryTests
{
    [Fact]
    public void FilledTensors()
    {
        Check.Values(torch.zeros(2, 2), 0, 0, 0, 0);
        Check.Values(torch.ones(new long[] { 3 }, torch.float64), 1, 1, 1);
        Check.Values(torch.full(2, 2.5), 2.5, 2.5);
        Check.Values(torch.eye(2), 1, 0, 0, 1);
        Check.Values(torch.arange(5), 0, 1, 2, 3, 4);
        Assert.Equal(torch.ScalarType.Int64, torch.arange(5).dtype);
        Check.Values(torch.arange(0, 1, 0.25), 0, 0.25, 0.5, 0.75);
        Check.Values(torch.linspace(0, 1, 5), 0, 0.25, 0.5, 0.75, 1);
        Assert.Equal(torch.float32, torch.zeros(1).dtype);
        Check.Shape(torch.empty(2, 3, 4, 5), 2, 3, 4, 5);
        Check.Values(torch.full_like(torch.zeros(2), 3), 3, 3);
        Check.Values(torch.zeros_like(torch.ones(2)), 0, 0);
        Check.Values(torch.ones_like(torch.zeros(2)), 1, 1);
        Assert.Equal(torch.float64, torch.zeros_like(torch.ones(2), torch.float64).dtype);
    }

    [Fact]
    public void FromManagedData()
    {
        Check.Values(torch.tensor(new[] { 1f, 2f, 3f, 4f }, new long[] { 2, 2 }), 1, 2, 3, 4);
        Check.Shape(torch.tensor(new[] { 1.0, 2.0 }), 2);
        Assert.Equal(torch.float64, torch.tensor(new[] { 1.0 }).dtype);
        Assert.Equal(torch.int64, torch.tensor(new[] { 1L }).dtype);
        Assert.Equal(torch.int32, torch.tensor(new[] { 1 }).dtype);
        Assert.Equal(torch.@bool, torch.tensor(new[] { true }).dtype);
        Check.Values(torch.tensor(new[] { true, false }), 1, 0);
        Check.Values(torch.tensor(new[,] { { 1f, 2f, 3f }, { 4f, 5f, 6f } }), 1, 2, 3, 4, 5, 6);
        Check.Shape(torch.tensor(new[,] { { 1f, 2f, 3f }, { 4f, 5f, 6f } }), 2, 3);
        Check.Values(torch.tensor(2.5f), 2.5);
        Check.Shape(torch.tensor(2.5f));
        Assert.Equal(torch.float32, torch.tensor(new[] { 1.5, 2 }, torch.float32).dtype);
        Check.Shape(torch.from_array(new float[2, 3, 4]), 2, 3, 4);
        Assert.True(torch.tensor(new[] { 1f }, requires_grad: true).requires_grad);
        Assert.Throws<ArgumentException>(() => torch.tensor(new[] { 1f, 2f, 3f }, new long[] { 2, 2 }));
    }

    [Fact]
    public void ManagedDataIsCopied()
    {
        float[] data = [1, 2];
        torch.Tensor t = torch.tensor(data);
        data[0] = 9;
        Check.Values(t, 1, 2);
    }

    [Fact]
    public void RandomNumbersFollowTheSeed()
    {
        torch.manual_seed(7);
        torch.Tensor a = torch.randn(100), b = torch.rand(100), c = torch.randint(0, 10, new long[] { 100 }), d = torch.randperm(20);
        torch.manual_seed(7);
        Check.Same(a, torch.randn(100));
        Check.Same(b, torch.rand(100));
        Check.Same(c, torch.randint(0, 10, new long[] { 100 }));
        Check.Same(d, torch.randperm(20));
        Assert.InRange(b.min().ToDouble(), 0, 1);
        Assert.InRange(c.max().ToInt64(), 1, 9);
        Check.Values(d.sort().Item1, Enumerable.Range(0, 20).Select(k => (double)k).ToArray());
        using var own = new torch.Generator(3);
        torch.Tensor e = torch.randn(5, generator: own);
        own.manual_seed(3);
        Check.Same(e, torch.randn(5, generator: own));
        torch.Tensor state = torch.get_rng_state();
        torch.Tensor f = torch.rand(3);
        torch.set_rng_state(state);
        Check.Same(f, torch.rand(3));
    }
}
