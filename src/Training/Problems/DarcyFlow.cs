namespace Microsoft.ML.NeuralOperators;

/// <summary>How Darcy data is generated.</summary>
public sealed record DarcyFlowOptions
{
    /// <summary>Smoothness of the random field.</summary>
    public double Alpha { get; init; } = 2;

    /// <summary>Inverse length scale of the random field; 3 for the usual set, 5 for the rough one.</summary>
    public double Tau { get; init; } = 3;

    /// <summary>Permeability where the random field is not negative.</summary>
    public double High { get; init; } = 12;

    /// <summary>Permeability elsewhere.</summary>
    public double Low { get; init; } = 3;
}

/// <summary>
/// Data of the standard Darcy problem: -∇·(a∇u) = 1 on the unit square, u = 0 at the boundary, a two-valued from a
/// thresholded Gaussian random field (Li et al. 2021, arXiv:2010.08895, appendix). Values are at cell centres, half a
/// cell from the boundary: residuals and constraints of this data are those with
/// <see cref="PointPlacement.CellCentres"/>.
/// </summary>
/// <remarks>
/// The field has 64 cosines along each axis, or as many as the finest grid has cells: at more than 64 cells a seed's
/// function has detail that coarser grids could not show. Sizes of one call always share one function.
/// </remarks>
public static class DarcyFlow
{
    // Up to this size a seed is the same function at every size.
    private const int FewestModes = 64;

    /// <summary>Samples of the same functions at one or several grids.</summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="sizes">
    /// Cells along each axis, one entry a grid. The largest is solved, and its pressure averaged over the cells of the
    /// others, so that the truths agree; the largest is a whole multiple of every other.
    /// </param>
    /// <param name="seed">Sample i has the seed (seed, i): the result depends on nothing else.</param>
    /// <param name="options">Coefficients.</param>
    /// <param name="cancellation">Stops generating.</param>
    /// <param name="progress">Gets the number of samples done, from any thread.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count, size or permeability makes no sense.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <returns>For each size the fields "a" and "u" with one channel.</returns>
    public static (FieldSamples A, FieldSamples U)[] Generate(int count, IReadOnlyList<int> sizes, int seed,
        DarcyFlowOptions? options = null, CancellationToken cancellation = default, Action<int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 0);
        if (sizes.Count == 0 || sizes.Any(s => s < 1))
            throw new ArgumentOutOfRangeException(nameof(sizes), "Sizes are positive, and there is at least one.");
        options ??= new DarcyFlowOptions();
        RequirePositive(options.High, nameof(options.High));
        RequirePositive(options.Low, nameof(options.Low));
        int finest = sizes.Max();
        if (sizes.Any(s => finest % s != 0))
            throw new ArgumentOutOfRangeException(nameof(sizes),
                $"The largest size {finest} is no multiple of every other.");
        var solver = new DarcySolver(finest, finest);
        var field = new GaussianRandomField(options.Alpha, options.Tau, Math.Max(FewestModes, finest));
        float[][] a = [.. sizes.Select(s => new float[count * s * s])],
            u = [.. sizes.Select(s => new float[count * s * s])];
        int done = 0;
        SampleBatches.Run(count, finest * finest, seed, (seeds, target) =>
        {
            torch.Tensor coefficients = field.Coefficients(seeds);
            torch.Tensor permeability = Permeability(finest), pressure = solver.Solve(permeability);
            for (int i = 0; i < sizes.Count; i++)
            {
                int size = sizes[i], ratio = finest / size;
                target.Store(size == finest ? permeability : Permeability(size), a[i]);
                target.Store(pressure.reshape(-1, size, ratio, size, ratio).mean([2, 4]), u[i]);
            }
            for (int i = 0; i < target.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(Interlocked.Increment(ref done));
            }

            torch.Tensor Permeability(int size)
            {
                torch.Tensor isHigh = field.Sample(coefficients, size, size).IsAtLeast(0);
                return torch.where(isHigh, torch.tensor(options.High), torch.tensor(options.Low));
            }
        }, cancellation);
        return [.. sizes.Select((s, i)
            => (new FieldSamples("a", 1, [s, s], a[i]), new FieldSamples("u", 1, [s, s], u[i])))];
    }

    private static void RequirePositive(double permeability, string name)
    {
        if (!(permeability > 0 && double.IsFinite(permeability)))
            throw new ArgumentOutOfRangeException(nameof(DarcyFlowOptions),
                $"{name} is {permeability}; permeabilities are positive.");
    }
}
