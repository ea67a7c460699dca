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
    private protected const double Tiny = 1e-12;

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
        if (norm == ResidualNorm.L2) return SumOverSample(x * x).Plus(Tiny * Tiny).sqrt();
        // The residual is at the points inside the boundary, or at all cell centres.
        (Basis basis, int cells) = points == PointPlacement.CellCentres ? (Basis.CentredSine, 0) : (Basis.Sine, 1);
        torch.Tensor coefficients = Transforms.Forward(x, basis);
        torch.Tensor eigenvalues = Transforms.SumOverAxes(x, basis,
            (k, n) => Math.Pow(2 * (n + cells) * Math.Sin(Math.PI * k / (2 * (n + cells))), 2));
        return SumOverSample(coefficients * coefficients / eigenvalues).Plus(Tiny * Tiny).sqrt();
    }

    /// <summary>The points inside the outermost ones, along all grid axes.</summary>
    private protected static torch.Tensor Inside(torch.Tensor x)
    {
        for (int axis = 2; axis < x.Dimensions; axis++) x = x.narrow(axis, 1, x.shape[axis] - 2);
        return x;
    }

    /// <summary>Points inside along every grid axis but one, which keeps all.</summary>
    private protected static torch.Tensor InsideOthers(torch.Tensor x, int kept)
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
    private protected static torch.Tensor CentredDiffusion(torch.Tensor u, torch.Tensor a)
    {
        torch.Tensor? sum = null;
        for (int axis = 2; axis < u.Dimensions; axis++)
        {
            long n = u.shape[axis];
            torch.Tensor face = a.narrow(axis, 0, n - 1) * a.narrow(axis, 1, n - 1) / Middle(a, axis);
            torch.Tensor walls = (a * u).Times(2);
            torch.Tensor flux = torch.cat([walls.narrow(axis, 0, 1), Step(u, axis) * face,
                -walls.narrow(axis, n - 1, 1)], axis);
            torch.Tensor term = Step(flux, axis).Times(-(double)(n * n));
            sum = sum is null ? term : sum.Plus(term);
        }
        return sum!;
    }

    /// <summary>
    /// -∇·(a∇u) at the points inside, in flux form on a unit domain whose outermost points are its boundary.
    /// </summary>
    private protected static torch.Tensor Diffusion(torch.Tensor u, torch.Tensor? a)
    {
        torch.Tensor? sum = null;
        for (int axis = 2; axis < u.Dimensions; axis++)
        {
            double h = 1.0 / (u.shape[axis] - 1);
            torch.Tensor flux = Step(InsideOthers(u, axis), axis);
            if (a is not null) flux = flux * Middle(InsideOthers(a, axis), axis);
            torch.Tensor term = Step(flux, axis).Times(-1 / (h * h));
            sum = sum is null ? term : sum.Plus(term);
        }
        return sum!;
    }
}
