namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>Numbers whose softplus is spread evenly between 0.001 and 0.1 in the logarithm: first steps.</summary>
internal sealed record FirstSteps : Initializer
{
    private const double Least = 1e-3, Most = 1e-1;

    public override void Draw(Span<float> values, Random random)
    {
        foreach (ref float value in values)
        {
            double step = Least * Math.Pow(Most / Least, random.NextDouble());
            value = (float)(step + Math.Log(1 - Math.Exp(-step)));
        }
    }
}

/// <summary>Logarithms of numbers spread evenly between 1 and 16: first rates.</summary>
internal sealed record FirstRates : Initializer
{
    public override void Draw(Span<float> values, Random random)
    {
        foreach (ref float value in values) value = (float)Math.Log(1 + 15 * random.NextDouble());
    }
}
