using Microsoft.ML.NeuralOperators.Tests.Support;

namespace Microsoft.ML.NeuralOperators.Tests.Contracts;

/// <summary>Layers in double precision, with the input and the parameters of the scripts.</summary>
internal static class WaveLayer
{
    /// <summary>Nine digits are stored.</summary>
    public const double Tolerance = 1e-8;

    /// <summary>
    /// Fails unless a layer gives the expected numbers. Its first parameter has the phase 3, the next one 4.
    /// </summary>
    public static void Equal(double[] expected, Layer layer, Func<Value, Value> apply, params long[] shape)
    {
        int index = 0;
        ParameterValues values = ParameterValues.From(layer, d => Wave.Singles(d.Elements, 3 + index++));
        double[] input = Wave.Numbers(shape.Aggregate(1L, (a, b) => a * b));
        Contract.Near(expected, TestLayer.Run(layer, apply, input, shape, values).Values, Tolerance);
    }
}
