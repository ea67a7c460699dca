using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public class BootstrapTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void ASampleAndItsComplementAreAllRows()
    {
        IDataView data = Read.Load(300);
        float[] sample = Read.Numbers(_ml.Data.BootstrapSample(data, seed: 4));
        float[] rest = Read.Numbers(_ml.Data.BootstrapSample(data, seed: 4, complement: true));
        Assert.Equal(300, sample.Union(rest).Count());
        Assert.Empty(sample.Intersect(rest));
        Assert.True(sample.Length > sample.Distinct().Count());
        Assert.Equal(sample, Read.Numbers(_ml.Data.BootstrapSample(data, seed: 4)));
        Assert.InRange(rest.Length, 60, 160);
    }
}
