using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.NeuralOperators.Weights;

/// <summary>
/// An architecture that published programs save: says whether names are its own, and which options they and their
/// shapes determine. Every class of this kind takes part in
/// <see cref="Checkpoint.Load(string, IReadOnlyDictionary{string, object}?, ReadLimits?)"/>; each lies in its
/// architecture's folder and needs a constructor without arguments.
/// </summary>
internal abstract class PublishedWeights
{
    /// <summary>Why programs that are trimmed cannot recognise weights.</summary>
    public const string Untrimmed =
        "Weights are recognised by asking every architecture of the library, and trimming removes those not named.";

    private static IReadOnlyList<PublishedWeights>? _all;

    /// <summary>All of this library.</summary>
    public static IReadOnlyList<PublishedWeights> All
    {
        [RequiresUnreferencedCode(Untrimmed)]
        get => _all ??= [.. typeof(PublishedWeights).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(PublishedWeights)) && !type.IsAbstract)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (PublishedWeights)Activator.CreateInstance(type)!)];
    }

    /// <summary>The definition, or null when the names are another architecture's.</summary>
    /// <exception cref="FormatException">
    /// The names are this architecture's, but a shape or an argument is wrong or missing; the text names it.
    /// </exception>
    public abstract NeuralOperator? Define(StateDictionary state);
}
