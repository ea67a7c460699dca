using Xunit;

namespace TorchSharp.Tests;

public class ReductionTests
{
    // 1 2 3
    // 4 5 6
    private readonly torch.Tensor t = torch.arange(1, 7, torch.float64).reshape(2, 3);

    [Fact]
    public void SumsAndMeans()
    {
        Check.Values(t.sum(), 21.0);
        Check.Values(t.sum(0L), 5, 7, 9);
        Check.Values(t.sum(1), 6, 15);
        Check.Values(t.sum(-1, true), 6, 15);
        Check.Shape(t.sum(-1, true), 2, 1);
        Check.Values(t.sum(new long[] { 0, 1 }), 21.0);
        Check.Values(t.mean(), 3.5);
        Check.Values(t.mean(new long[] { 0 }), 2.5, 3.5, 4.5);
        Check.Shape(t.mean(new long[] { 0, 1 }, true), 1, 1);
        Check.Values(t.nansum(), 21.0);
    }

    [Fact]
    public void Spreads()
    {
        Check.Values(t.var(), 3.5);
        Check.Values(t.var(false), 35.0 / 12);
        Check.Values(t.std(), Math.Sqrt(3.5));
        Check.Values(t.std(1), 1, 1);
        Check.Values(t.var(0, false), 2.25, 2.25, 2.25);
        (torch.Tensor std, torch.Tensor mean) = t.std_mean(1);
        Check.Values(std, 1, 1);
        Check.Values(mean, 2, 5);
    }

    [Fact]
    public void Extremes()
    {
        Check.Values(t.max(), 6.0);
        Check.Values(t.min(), 1.0);
        (torch.Tensor values, torch.Tensor indices) = t.max(1);
        Check.Values(values, 3, 6);
        Check.Values(indices, 2, 2);
        Check.Values(t.amax(0), 4, 5, 6);
        Check.Values(t.amin(new long[] { 1 }, true), 1, 4);
        Check.Values(t.argmax(), 5.0);
        Check.Values(t.argmin(1), 0, 0);
        (torch.Tensor sorted, torch.Tensor order) = torch.tensor(new[] { 3.0, 1, 2 }).sort();
        Check.Values(sorted, 1, 2, 3);
        Check.Values(order, 1, 2, 0);
        (torch.Tensor top, torch.Tensor where) = torch.tensor(new[] { 3.0, 1, 2 }).topk(2);
        Check.Values(top, 3, 2);
        Check.Values(where, 0, 2);
        Check.Values(torch.tensor(new[] { 3.0, 1, 2 }).argsort(), 1, 2, 0);
        Check.Values(torch.tensor(new[] { 3.0, 1, 2 }).median(), 2.0);
    }

    [Fact]
    public void NormsAndLogic()
    {
        Check.Values(torch.tensor(new[] { 3.0, 4 }).norm(), 5.0);
        Check.Values(t.norm(1), Math.Sqrt(14), Math.Sqrt(77));
        Check.Values(torch.linalg.norm(torch.tensor(new[] { 3.0, 4 })), 5.0);
        Check.Values((t > 5).any(), 1.0);
        Check.Values((t > 5).all(), 0.0);
        Check.Values((t > 3).any(1), 0, 1);
        Check.Values((t > 3).all(1), 0, 1);
        Check.Values(t.logsumexp(1), Math.Log(Math.E + Math.Exp(2) + Math.Exp(3)), Math.Log(Math.Exp(4) + Math.Exp(5) + Math.Exp(6)));
        Check.Values(torch.tensor(new[] { 1.0, 2, 3, 4 }).quantile(torch.tensor(0.5)), 2.5);
    }
}
