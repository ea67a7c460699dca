namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The option does not decide the weights. A training resumes under another value of it, but of no other option.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NotInFingerprintAttribute : Attribute;
