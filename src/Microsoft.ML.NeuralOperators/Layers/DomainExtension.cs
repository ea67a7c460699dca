namespace Microsoft.ML.NeuralOperators;

/// <summary>How <see cref="DomainPadding"/> extends a domain whose fields are not periodic.</summary>
public enum DomainExtension
{
    /// <summary>Zeros at both ends: the mode "symmetric" of the Python library neuraloperator.</summary>
    BothEnds,
    /// <summary>Zeros after the last point of every axis: that library's mode "one-sided".</summary>
    End,
    /// <summary>
    /// A smooth continuation from the last point back to the first one: the polynomial through a few points at both
    /// ends, as in that library's layer FCLegendre. The field and its first derivatives become periodic.
    /// </summary>
    Continuation,
}
