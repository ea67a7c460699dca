namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>The range of the numbers of a value.</summary>
internal readonly record struct ValueRange(float Least, float Most)
{
    private const int Steps = byte.MaxValue;

    /// <summary>Both ranges together.</summary>
    public ValueRange With(ValueRange other) => new(Math.Min(Least, other.Least), Math.Max(Most, other.Most));

    /// <summary>The scale and the zero point that map the range, extended to include 0, onto 0 to 255.</summary>
    public (float Scale, byte Zero) Quantization
    {
        get
        {
            float least = Math.Min(Least, 0), most = Math.Max(Most, 0);
            float scale = (most - least) / Steps;
            return float.IsNormal(scale) ? (scale, (byte)MathF.Round(-least / scale)) : (1, 0);
        }
    }
}
