using Microsoft.ML.NeuralOperators.Reports;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Reports;

public class ReportNumberTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(12, "12")]
    [InlineData(-0.5, "−0.5")]
    [InlineData(0.012345, "0.0123")]
    [InlineData(0.0099999, "0.01")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.00045649, "4.56×10⁻⁴")]
    [InlineData(-1e-12, "−1×10⁻¹²")]
    [InlineData(572661, "573000")]
    [InlineData(999999, "1×10⁶")]
    [InlineData(1.5e30, "1.5×10³⁰")]
    [InlineData(double.NaN, "NaN")]
    public void Three_digits_are_shown(double value, string text) => Assert.Equal(text, ReportNumber.Text(value));

    [Theory]
    [InlineData(1, "1")]
    [InlineData(4, "0.9998")]
    [InlineData(6, "0.999849")]
    public void More_digits_are_shown_on_request(int digits, string text)
        => Assert.Equal(text, ReportNumber.Text(0.999849, digits));

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Another_number_of_digits_is_refused(int digits)
        => Assert.Throws<ArgumentOutOfRangeException>(() => ReportNumber.Text(1, digits));
}
