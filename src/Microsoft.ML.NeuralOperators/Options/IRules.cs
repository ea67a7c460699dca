using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.NeuralOperators.Options;

/// <summary>Options with rules that no attribute of a single property can state.</summary>
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)]
internal interface IRules
{
    /// <summary>A sentence for every such rule that is broken.</summary>
    IEnumerable<string> Faults();
}
