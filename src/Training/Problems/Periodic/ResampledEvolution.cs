namespace Microsoft.ML.NeuralOperators.Problems.Periodic;

/// <summary>A periodic evolution in the plane that is looked at on another grid than it is solved on.</summary>
internal sealed class ResampledEvolution(IEvolution inner, int points) : IEvolution
{
    public void Step(double time) => inner.Step(time);

    public torch.Tensor Values() => Spectra.Resampled(inner.Values(), points);
}
