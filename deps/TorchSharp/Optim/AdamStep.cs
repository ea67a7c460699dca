namespace TorchSharp;

/// <summary>A step of Adam over running means that are kept elsewhere: m / (1 - β₁ᵗ) / (√(v / (1 - β₂ᵗ)) + ε).</summary>
/// <param name="Step">The step t, from 1.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="Eps">Added to the root.</param>
/// <param name="Shrink">What parameters are multiplied by first: weight decay apart from the gradient.</param>
/// <param name="Decay">How much of the parameters is added to their gradients: weight decay within it.</param>
/// <param name="Maximize">Whether to climb.</param>
internal readonly record struct AdamStep(long Step, double Rate, double Beta1, double Beta2, double Eps, double Shrink, double Decay, bool Maximize)
{
    public void Apply(nint[] parameters, nint[] ownGradients, nint[] means, nint[] squares, nint[]? largest)
    {
        // The corrections moved into two numbers.
        double correction = Math.Sqrt(1 - Math.Pow(Beta2, Step)), size = Rate * correction / (1 - Math.Pow(Beta1, Step)), eps = Eps * correction;
        if (Foreach.Adam(parameters, ownGradients, means, squares, largest, size, Beta1, Beta2, eps, Shrink, Decay, Maximize ? -1 : 1)) return;

        nint[] gradients = Maximize ? Foreach.Negative(ownGradients) : ownGradients;
        if (Decay != 0)
        {
            nint[] decayed = Foreach.Sum(gradients, parameters, Decay);
            if (!ReferenceEquals(gradients, ownGradients)) Foreach.Free(gradients);
            gradients = decayed;
        }
        if (Shrink != 1) Foreach.Scale(parameters, Shrink);
        Foreach.Scale(means, Beta1);
        Foreach.Add(means, gradients, 1 - Beta1);
        Foreach.Scale(squares, Beta2);
        Foreach.AddProduct(squares, gradients, gradients, 1 - Beta2);
        if (!ReferenceEquals(gradients, ownGradients)) Foreach.Free(gradients);
        if (largest is not null) Foreach.Maximum(largest, squares);
        nint[] roots = Foreach.SquareRoots(largest ?? squares);
        Foreach.AddScalar(roots, eps);
        Foreach.AddQuotient(parameters, means, roots, -size);
        Foreach.Free(roots);
    }
}
