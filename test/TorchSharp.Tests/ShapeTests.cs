using Xunit;

namespace TorchSharp.Tests;

public class ShapeTests
{
    private readonly torch.Tensor t = torch.arange(6, torch.float64).reshape(2, 3);

    [Fact]
    public void Views()
    {
        Check.Shape(t.view(3, 2), 3, 2);
        Check.Shape(t.reshape(-1), 6);
        Check.Shape(t.flatten(), 6);
        Check.Shape(t.unsqueeze(0), 1, 2, 3);
        Check.Shape(t.unsqueeze(0).squeeze(0), 2, 3);
        Check.Shape(t.unsqueeze(0).unsqueeze(-1).squeeze(), 2, 3);
        Check.Values(t.transpose(0, 1), 0, 3, 1, 4, 2, 5);
        Check.Values(t.t(), 0, 3, 1, 4, 2, 5);
        Check.Shape(t.unsqueeze(0).permute(2, 0, 1), 3, 1, 2);
        Check.Shape(t.unsqueeze(0).expand(4, 2, 3), 4, 2, 3);
        Check.Shape(t.sum(0).expand_as(t), 2, 3);
        Check.Values(t.narrow(1, 1, 2), 1, 2, 4, 5);
        Check.Values(t.slice(1, 0, 3, 2), 0, 2, 3, 5);
        Check.Values(t.select(0, 1), 3, 4, 5);
        Check.Shape(t.movedim([0], [1]), 3, 2);
        Check.Shape(t.unfold(1, 2, 1), 2, 2, 2);
        Check.Shape(t.unflatten(1, 3, 1), 2, 3, 1);
        torch.Tensor view = t.view(6);
        view[0] = torch.tensor(9.0);
        Check.Values(t.select(0, 0), 9, 1, 2);
    }

    [Fact]
    public void Copies()
    {
        Check.Values(t.repeat(1, 2), 0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5);
        Check.Values(t.roll(1, 1), 2, 0, 1, 5, 3, 4);
        Check.Values(t.roll(new long[] { 1, 1 }, new long[] { 0, 1 }), 5, 3, 4, 2, 0, 1);
        Check.Values(t.flip(1), 2, 1, 0, 5, 4, 3);
        Check.Values(t.tril(), 0, 0, 0, 3, 4, 0);
        Check.Values(t.triu(), 0, 1, 2, 0, 4, 5);
        Check.Values(t.t().contiguous(), 0, 3, 1, 4, 2, 5);
        Assert.True(t.t().contiguous().is_contiguous());
        Check.Values(torch.tensor(new[] { 1.0, 2 }).repeat_interleave(2), 1, 1, 2, 2);
        Check.Values(torch.diag(torch.tensor(new[] { 1.0, 2 })), 1, 0, 0, 2);
    }

    [Fact]
    public void JoiningAndSplitting()
    {
        Check.Shape(torch.cat([t, t], 0), 4, 3);
        Check.Values(torch.cat([t, t], 1), 0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5);
        Check.Shape(torch.stack([t, t], 1), 2, 2, 3);
        Assert.Equal(3, t.chunk(3, 1).Length);
        Check.Values(t.split(2, 1)[1], 2, 5);
        Check.Values(t.split(new long[] { 1, 2 }, 1)[1], 1, 2, 4, 5);
        Assert.Equal(2, t.unbind(0).Length);
        torch.Tensor[] grid = torch.meshgrid([torch.arange(2), torch.arange(3)], "ij");
        Check.Values(grid[0], 0, 0, 0, 1, 1, 1);
        Check.Values(grid[1], 0, 1, 2, 0, 1, 2);
        Check.Shape(torch.hstack([t, t]), 2, 6);
        Check.Shape(torch.vstack([t, t]), 4, 3);
    }

    [Fact]
    public void Indexing()
    {
        Assert.Equal(4.0, t[1, 1].ToDouble());
        Check.Values(t[1], 3, 4, 5);
        Check.Values(t[torch.TensorIndex.Ellipsis, torch.TensorIndex.Single(1)], 1, 4);
        Check.Values(t[torch.TensorIndex.Colon, torch.TensorIndex.Slice(1)], 1, 2, 4, 5);
        Check.Values(t[torch.TensorIndex.Colon, torch.TensorIndex.Slice(null, null, 2)], 0, 2, 3, 5);
        Check.Values(t[torch.TensorIndex.Colon, torch.TensorIndex.Slice(-2)], 1, 2, 4, 5);
        Check.Shape(t[torch.TensorIndex.None, torch.TensorIndex.Ellipsis], 1, 2, 3);
        Check.Values(t[torch.TensorIndex.Tensor(t > 3)], 4, 5);
        Check.Values(t[torch.TensorIndex.Colon, torch.TensorIndex.Tensor(torch.tensor(new[] { 2L, 0 }))], 2, 0, 5, 3);
        t[torch.TensorIndex.Colon, torch.TensorIndex.Slice(0, 1)] = torch.tensor(new[,] { { 8.0 }, { 9.0 } });
        Check.Values(t, 8, 1, 2, 9, 4, 5);
        t[torch.TensorIndex.Tensor(t > 7)] = torch.tensor(0.0);
        Check.Values(t, 0, 1, 2, 0, 4, 5);
        t.index_put_(7, torch.TensorIndex.Single(0), torch.TensorIndex.Single(0));
        Check.Values(t[0], 7, 1, 2);
    }

    [Fact]
    public void Selection()
    {
        torch.Tensor index = torch.tensor(new[] { 2L, 0 });
        Check.Values(t.index_select(1, index), 2, 0, 5, 3);
        Check.Values(t.gather(1, torch.tensor(new[,] { { 2L }, { 0L } })), 2, 3);
        Check.Values(torch.zeros(2, 3, dtype: torch.float64).scatter(1, torch.tensor(new[,] { { 2L }, { 0L } }), t), 0, 0, 0, 3, 0, 0);
        Check.Values(torch.zeros(3, dtype: torch.float64).scatter_add(0, torch.tensor(new[] { 1L, 1, 0 }), t[1]), 5, 7, 0);
        Check.Values(t.masked_fill(t > 2, -1), 0, 1, 2, -1, -1, -1);
        Check.Values(t.masked_select(t > 3), 4, 5);
        Check.Values((t > 3).nonzero(), 1, 1, 1, 2);
        Check.Values(torch.zeros(3, dtype: torch.float64).index_add(0, index, torch.ones(2, dtype: torch.float64), 2), 2, 0, 2);
        Check.Values(torch.tensor(new[] { 1.0, 3, 5 }).take(index), 5, 1);
    }
}
