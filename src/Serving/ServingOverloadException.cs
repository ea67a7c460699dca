namespace Microsoft.ML.NeuralOperators;

/// <summary>So many requests wait that another one is refused. Try again later.</summary>
public sealed class ServingOverloadException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="message">How many wait, and for what.</param>
    public ServingOverloadException(string message) : base(message)
    {
    }
}
