using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>A weighted sum of losses, such as labels and an equation's residual.</summary>
/// <param name="Terms">The losses with their weights.</param>
/// <param name="IsAdaptive">
/// Whether every term is brought to the same size in every batch before it is weighted: Σ wᵢ·Lᵢ·L̄/L̄ᵢ with the batch
/// means L̄ᵢ and their mean L̄ taken as constants, by every worker over its part of the batch. It keeps no state, so a
/// resumed run continues exactly.
/// </param>
[method: JsonConstructor]
public sealed record SumLoss(IReadOnlyList<(Loss Loss, double Weight)> Terms, bool IsAdaptive = false) : Loss
{
    /// <summary>A sum with fixed weights.</summary>
    public SumLoss(params (Loss Loss, double Weight)[] terms)
        : this(terms, false)
    {
    }

    /// <inheritdoc/>
    public override bool NeedsGrid => Terms is not null && Terms.Any(t => t.Loss is { NeedsGrid: true });

    /// <inheritdoc/>
    public override bool NeedsTarget => Terms is not null && Terms.Any(t => t.Loss is { NeedsTarget: true });

    /// <inheritdoc/>
    public override bool NeedsInput => Terms is not null && Terms.Any(t => t.Loss is { NeedsInput: true });

    /// <summary>Those of all terms; terms that name the same one share it.</summary>
    public override IReadOnlyList<LearnedCoefficient> Coefficients
        => [.. (Terms ?? []).SelectMany(t => t.Loss?.Coefficients ?? []).Distinct()];

    /// <inheritdoc/>
    public override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
        => Sum(loss => loss.PerSample(prediction, target));

    /// <inheritdoc/>
    public override torch.Tensor PerSample(LossFields fields) => Sum(loss => loss.PerSample(fields));

    /// <inheritdoc/>
    public override IEnumerable<string> Faults()
    {
        if (Terms is null || Terms.Count == 0 || Terms.Any(t => t.Loss is null))
            return ["Terms is empty, or holds null; expected losses with their weights"];
        return [.. Terms.SelectMany(t => t.Loss.Faults()),
            .. Terms.Where(t => !(t.Weight >= 0)).Select(t => $"a weight is {t.Weight}; expected at least 0"),
            .. Coefficients.GroupBy(c => c.Name).Where(g => g.Count() > 1).Select(g
                => $"'{g.Key}' is learned from {string.Join(" and from ", g.Select(c => c.Initial))} in different "
                + "terms; expected the same coefficient in all of them")];
    }

    private torch.Tensor Sum(Func<Loss, torch.Tensor> evaluate)
    {
        torch.Tensor[] losses = [.. Terms.Select(t => evaluate(t.Loss))];
        if (IsAdaptive)
        {
            torch.Tensor[] means = [.. losses.Select(l => l.detach().mean().Plus(Tiny))];
            torch.Tensor mean = means.Sum().Over(means.Length);
            for (int i = 0; i < losses.Length; i++) losses[i] = losses[i] * (mean / means[i]);
        }
        return losses.Zip(Terms, (loss, term) => loss.Times(term.Weight)).Sum();
    }
}
