namespace OperatorServer;

/// <summary>The configuration has faults.</summary>
internal sealed class ServerOptionsException(string message) : Exception(message);
