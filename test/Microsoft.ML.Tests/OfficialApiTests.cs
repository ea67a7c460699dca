using Microsoft.ML.NeuralOperators.Tests;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML.Tests;

public class OfficialApiTests
{
    [SharedFact]
    public void EverythingPublicIsInOfficialMLNet()
        => OfficialApi.AssertHas(["mlnet-5.0.txt", "automl-0.23.txt"], typeof(MLContext).Assembly, typeof(OnnxTransformer).Assembly);
}
