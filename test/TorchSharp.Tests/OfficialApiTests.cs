using Microsoft.ML.NeuralOperators.Tests;

namespace TorchSharp.Tests;

public class OfficialApiTests
{
    [SharedFact]
    public void EverythingPublicIsInEverySupportedTorchSharp() => OfficialApi.AssertHas(["torchsharp-common.txt"], typeof(torch).Assembly);
}
