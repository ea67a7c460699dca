namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>A shift of colours that the authors' encoder has, and nothing passes through.</summary>
internal sealed class IdleShift : Layer
{
    public IdleShift(int channels)
    {
        DeclareBuffer("weight", [channels, channels], Initializer.Zeros);
        DeclareBuffer("bias", [channels], Initializer.Zeros);
    }
}
