namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>In which norm a residual is measured.</summary>
public enum ResidualNorm
{
    /// <summary>L2 of the residual itself.</summary>
    L2,
    /// <summary>
    /// H⁻¹ with zero boundary values, √⟨r, (-Δ)⁻¹r⟩. For elliptic equations it is as large as the error of the
    /// gradient, so that it trains as well as labels do.
    /// </summary>
    NegativeSobolev,
}

/// <summary>
/// A loss without labels: how far a predicted field [batch, channels, grid…] is from solving an equation, in physical
/// units. Alone it trains on inputs only; in a <see cref="SumLoss"/> it complements labels.
/// </summary>
public abstract record ResidualLoss : Loss
{
    /// <inheritdoc/>
    public override bool NeedsGrid => true;

    /// <inheritdoc/>
    public override bool NeedsTarget => false;

    /// <inheritdoc/>
    public override bool NeedsInput => true;

    /// <summary>Not for residuals: they need the input, too.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public sealed override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
        => throw new NotSupportedException($"{GetType().Name} looks at the input and physical units; it has no value "
        + "for normalised fields alone.");

    /// <summary>Relative to the size of the right-hand side.</summary>
    private protected static torch.Tensor Relative(torch.Tensor residual, torch.Tensor source, ResidualNorm norm,
        PointPlacement points = PointPlacement.EndPoints)
        => Norm(residual, norm, points) / Norm(source, norm, points).Plus(Tiny);

    private static torch.Tensor Norm(torch.Tensor x, ResidualNorm norm, PointPlacement points)
    {
        if (norm == ResidualNorm.L2) return Root(SumOverSample(x * x));
        // The residual is at the points inside the boundary, or at all cell centres.
        (Basis basis, int cells) = points == PointPlacement.CellCentres ? (Basis.CentredSine, 0) : (Basis.Sine, 1);
        torch.Tensor coefficients = Transforms.Forward(x, basis);
        torch.Tensor eigenvalues = Transforms.SumOverAxes(x, basis,
            (k, n) => Math.Pow(2 * (n + cells) * Math.Sin(Math.PI * k / (2 * (n + cells))), 2));
        return Root(SumOverSample(coefficients * coefficients / eigenvalues));
    }

    /// <summary>The points inside the outermost ones, along all grid axes but the one that keeps all.</summary>
    private protected static torch.Tensor Inside(torch.Tensor x, int kept = -1)
    {
        for (int axis = 2; axis < x.Dimensions; axis++)
            if (axis != kept) x = x.narrow(axis, 1, x.shape[axis] - 2);
        return x;
    }

    /// <summary>Differences of neighbours along an axis.</summary>
    private protected static torch.Tensor Step(torch.Tensor x, int axis)
        => x.narrow(axis, 1, x.shape[axis] - 1) - x.narrow(axis, 0, x.shape[axis] - 1);

    /// <summary>Means of neighbours along an axis.</summary>
    private protected static torch.Tensor Middle(torch.Tensor x, int axis)
        => x.narrow(axis, 1, x.shape[axis] - 1).Plus(x.narrow(axis, 0, x.shape[axis] - 1)).Times(0.5);

    /// <summary>
    /// -∇·(a∇u) at cell centres of the unit domain with u = 0 at its walls, half a cell away: harmonic means of a at
    /// the faces, as in <see cref="DarcySolver"/>.
    /// </summary>
    private protected static torch.Tensor CentredDiffusion(torch.Tensor u, torch.Tensor a) => SumOverAxes(u, axis =>
    {
        long n = u.shape[axis];
        torch.Tensor face = a.narrow(axis, 0, n - 1) * a.narrow(axis, 1, n - 1) / Middle(a, axis);
        torch.Tensor walls = (a * u).Times(2);
        torch.Tensor flux = torch.cat([walls.narrow(axis, 0, 1), Step(u, axis) * face,
            -walls.narrow(axis, n - 1, 1)], axis);
        return Step(flux, axis).Times(-(double)(n * n));
    });

    /// <summary>
    /// -∇·(a∇u) at the points inside, in flux form on a unit domain whose outermost points are its boundary.
    /// </summary>
    private protected static torch.Tensor Diffusion(torch.Tensor u, torch.Tensor? a) => SumOverAxes(u, axis =>
    {
        double h = 1.0 / (u.shape[axis] - 1);
        torch.Tensor flux = Step(Inside(u, axis), axis);
        if (a is not null) flux = flux * Middle(Inside(a, axis), axis);
        return Step(flux, axis).Times(-1 / (h * h));
    });

    private static torch.Tensor SumOverAxes(torch.Tensor u, Func<int, torch.Tensor> term)
        => Enumerable.Range(2, (int)u.Dimensions - 2).Select(term).Sum();
}
