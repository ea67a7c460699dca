namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>An array holds what is not read, such as dates; the rest of its file can be read.</summary>
internal sealed class UnsupportedArrayException(string message) : FormatException(message);
