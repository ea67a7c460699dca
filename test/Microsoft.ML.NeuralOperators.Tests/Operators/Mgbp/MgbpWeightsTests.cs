using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>What the weights of the authors' MGBP say and do not say.</summary>
public sealed class MgbpWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arguments_that_no_weight_says_are_asked_for_by_name()
    {
        string message = Refused("mgbp_runs.npz", null);
        Assert.Contains("'model_id' and 'noise_amp'", message);
    }

    [Theory]
    [InlineData("CH3_NU2_mgbp", 1.0, "noise_amp = 1; only one without noise")]
    [InlineData("CH3_NUtwo_mgbp", 0.0, "expected a whole number after NU")]
    public void Forms_that_are_not_read_are_refused(string model, double noise, string expected)
        => Assert.Contains(expected,
            Refused("mgbp_runs.npz", new() { ["model_id"] = model, ["noise_amp"] = noise }));

    // Its parts are made without noise, and with one run.
    [Fact]
    public void The_sum_of_several_needs_no_argument()
        => Assert.Equal(3, Load("mgbp_merge.npz", null).Definition.Children.Count);

    private string Refused(string file, Dictionary<string, object>? arguments)
        => Assert.Throws<FormatException>(() => Load(file, arguments)).Message;

    private ParameterValues Load(string file, Dictionary<string, object>? arguments)
        => Checkpoint.Load(BareWeights.Of(file, _folder), arguments);
}
