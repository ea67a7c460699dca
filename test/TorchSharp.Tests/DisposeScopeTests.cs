using Xunit;

namespace TorchSharp.Tests;

public class DisposeScopeTests
{
    [Fact]
    public void AScopeDisposesWhatWasMadeInIt()
    {
        torch.Tensor outside = torch.zeros(1), inside, moved, detached;
        using (var outer = torch.NewDisposeScope())
        {
            using (var scope = torch.NewDisposeScope())
            {
                inside = outside + 1;
                moved = (inside + 1).MoveToOuterDisposeScope();
                detached = (inside + 2).DetachFromDisposeScope();
                Assert.Equal(1, scope.DisposablesCount);
                Assert.True(scope.Contains(inside));
                Assert.True(outer.Contains(moved));
            }
            Assert.True(inside.IsInvalid);
            Assert.False(moved.IsInvalid);
            Check.Values(moved, 2.0);
        }
        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        Assert.False(outside.IsInvalid);
        Check.Values(detached, 3.0);
        detached.Dispose();
        outside.Dispose();
    }

    [Fact]
    public void ScopesMoveAndDetach()
    {
        torch.Tensor a, b, c;
        using (var scope = torch.NewDisposeScope())
        {
            (a, b) = scope.MoveToOuter(torch.zeros(1), torch.ones(1));
            c = scope.Detach(torch.ones(1));
        }
        Assert.False(a.IsInvalid || b.IsInvalid || c.IsInvalid);
        using (var scope = torch.NewDisposeScope())
        {
            a = torch.zeros(1);
            b = torch.zeros(1);
            scope.DisposeEverythingBut(a);
            Assert.False(a.IsInvalid);
            Assert.True(b.IsInvalid);
            scope.DisposeEverything();
            Assert.True(a.IsInvalid);
            Assert.Equal(0, scope.DisposablesCount);
        }
    }

    [Fact]
    public void ResultsLeaveWrappedExpressions()
    {
        torch.Tensor x = torch.ones(2);
        torch.Tensor y = torch.WrappedTensorDisposeScope(() => x * 2 + 1);
        Check.Values(y, 3, 3);
    }

    [Fact]
    public void ScopesBelongToTheirThread()
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor? other = null;
        var thread = new Thread(() => other = torch.zeros(1));
        thread.Start();
        thread.Join();
        Assert.Equal(0, scope.DisposablesCount);
        Assert.False(other!.IsInvalid);
    }

    [Fact]
    public void AParameterTakesItsDatasPlace()
    {
        Modules.Parameter p;
        using (var scope = torch.NewDisposeScope())
        {
            torch.Tensor data = torch.zeros(2);
            p = torch.nn.Parameter(data);
            Assert.True(data.IsInvalid);
            Assert.Equal(1, scope.DisposablesCount);
        }
        Assert.True(p.IsInvalid);
    }
}
