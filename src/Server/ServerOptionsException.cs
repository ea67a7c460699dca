namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>The configuration has faults.</summary>
internal sealed class ServerOptionsException(string message) : FormatException(message);
