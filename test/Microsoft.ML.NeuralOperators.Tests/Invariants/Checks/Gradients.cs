namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>Gradients of all parameters are difference quotients, in double precision.</summary>
internal static class Gradients
{
    public static void Require(OperatorCase test)
    {
        NeuralOperator definition = test.Define();
        GradientCheck.Run(definition, PortShapes.Of(definition, 2, test.Sizes[0]));
    }
}
