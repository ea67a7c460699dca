using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Contracts;

public class PaddingContracts
{
    /// <summary>neuraloperator rounds by Python's round, which takes exact halves to the even number.</summary>
    [Fact]
    public void Paddings_are_as_wide_as_Pythons_rounding_makes_them()
    {
        foreach (JsonProperty stored in Contract.Get("Padding").EnumerateObject())
        {
            double fraction = double.Parse(stored.Name, CultureInfo.InvariantCulture);
            double[] widths = stored.Value.Numbers();
            for (int n = 1; n <= widths.Length; n++) Assert.Equal(widths[n - 1], Dim.Fraction(n, fraction).Value);
        }
    }
}
