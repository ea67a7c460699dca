using Microsoft.ML.NeuralOperators.Fields;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

public class Crc32Tests
{
    [Fact]
    public void Has_the_check_value_of_its_standard() => Assert.Equal(0xCBF43926u, Crc32.Append(0, "123456789"u8));

    [Fact]
    public void Parts_one_after_the_other_give_what_the_whole_gives()
    {
        var bytes = new byte[100];
        new Random(3).NextBytes(bytes);
        uint whole = Crc32.Append(0, bytes);
        Rule.Holds(Rule.Between(0, 100), cut => Assert.Equal(whole, Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut))));
    }
}
