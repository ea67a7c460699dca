using Xunit;

namespace TorchSharp.Tests;

public class LinearAlgebraTests
{
    private readonly torch.Tensor a = torch.tensor(new[,] { { 4.0, 1 }, { 1, 3 } });
    private readonly torch.Tensor x = torch.tensor(new[] { 1.0, 2 });

    [Fact]
    public void Products()
    {
        Check.Values(a.matmul(a), 17, 7, 7, 10);
        Check.Values(a.mm(a), 17, 7, 7, 10);
        Check.Values(a.mv(x), 6, 7);
        Check.Values(x.dot(x), 5.0);
        Check.Values(torch.bmm(a.unsqueeze(0), a.unsqueeze(0)), 17, 7, 7, 10);
        Check.Values(a.addmm(a, a, 2, 0.5f), 16.5, 5.5, 5.5, 11);
        Check.Values(a.unsqueeze(0).baddbmm(a.unsqueeze(0), a.unsqueeze(0)), 21, 8, 8, 13);
        Check.Values(torch.einsum("ij,j->i", a, x), 6, 7);
        Check.Values(torch.tensordot(a, x, [1], [0]), 6, 7);
        Check.Values(torch.outer(x, x), 1, 2, 2, 4);
        Check.Values(torch.kron(x, x), 1, 2, 2, 4);
        Check.Values(a.trace(), 7.0);
        Check.Values(torch.cdist(x.reshape(1, 2), torch.tensor(new[,] { { 4.0, 6 } })), 5.0);
    }

    [Fact]
    public void Factorisations()
    {
        torch.Tensor identity = torch.eye(2, dtype: torch.float64);
        Check.Same(identity, torch.linalg.inv(a).matmul(a));
        Check.Values(torch.linalg.det(a), 11.0);
        torch.Tensor l = torch.linalg.cholesky(a);
        Check.Same(a, l.matmul(l.t()));
        (torch.Tensor q, torch.Tensor r) = torch.linalg.qr(a);
        Check.Same(a, q.matmul(r));
        Check.Same(identity, q.t().matmul(q));
        (torch.Tensor u, torch.Tensor s, torch.Tensor vh) = torch.linalg.svd(a);
        Check.Same(a, u.matmul(s.diag()).matmul(vh));
        (torch.Tensor solution, _, _, _) = torch.linalg.lstsq(a, a.mv(x).unsqueeze(1));
        Check.Values(solution, 1, 2);
        (torch.Tensor values, _) = torch.linalg.eigh(a);
        Check.Values(values.sum(), 7.0);
        Check.Values(torch.linalg.matrix_norm(a), Math.Sqrt(27));
        Check.Same(identity, torch.linalg.pinv(a).matmul(a), 1e-9);
    }
}
