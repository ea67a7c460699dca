using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The filtered Navier-Stokes equations of large-eddy simulation in a periodic square or cube, u_t + u·∇u = -∇p + νΔu -
/// ∇·τ with ∇·u = 0 and Smagorinsky's τ = -2 C² Δ² |S| S, as LESnets are trained with (Zhao, Li, Wang 2024,
/// arXiv:2411.04502). From the velocity, whose components are the input's last channels, to the frames after it,
/// [batch, frames·axes, grid…], the components of a frame together.
/// </summary>
/// <remarks>
/// Derivatives are spectral in space and central in time, one-sided at the input and at the last frame, of second
/// order. The input is the frame before the first; so the initial state is met without a weight of its own. The
/// published residual is at the inner times alone, where every second frame has no link to the initial state but the
/// slow one through the flow. The loss is the mean square of the residual and of the divergence, over all frames.
/// </remarks>
/// <param name="Viscosity">ν.</param>
/// <param name="Interval">Time from one frame to the next, and from the input to the first.</param>
/// <param name="Period">Length of the domain along every axis.</param>
public sealed record FilteredFlowResidual([property: Range(0.0, double.MaxValue)] double Viscosity,
    [property: Range(0.0, double.MaxValue, MinimumIsExclusive = true)] double Interval,
    [property: Range(0.0, double.MaxValue, MinimumIsExclusive = true)] double Period = 2 * Math.PI) : ResidualLoss
{
    /// <summary>C², Smagorinsky's coefficient squared; 0 for no closure. Default 0.01, as published.</summary>
    [Range(0.0, 1e3)]
    public double Closure { get; init; } = 0.01;

    /// <summary>Whether C² is learned, from <see cref="Closure"/> on, together with the weights.</summary>
    public bool LearnsClosure { get; init; }

    /// <summary>The learning rate of C², as a share of itself, over that of the weights.</summary>
    [Range(0.0, 1e6)]
    public double ClosureRate { get; init; } = 1;

    /// <summary>Δ; the distance of two points when null.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double? FilterWidth { get; init; }

    /// <summary>Weight of the mean square of ∇·u.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double DivergenceWeight { get; init; } = 1;

    /// <inheritdoc/>
    public override IReadOnlyList<LearnedCoefficient> Coefficients => LearnsClosure ? [Learned] : [];

    private LearnedCoefficient Learned => new(nameof(Closure), Closure, ClosureRate);

    /// <inheritdoc/>
    public override IEnumerable<string> Faults() => LearnsClosure && Closure <= 0
        ? [.. base.Faults(), $"Closure is {Closure}, and LearnsClosure is set; expected a start above 0"]
        : base.Faults();

    /// <inheritdoc/>
    public override torch.Tensor PerSample(LossFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        torch.Tensor u = fields.PhysicalPrediction, initial = fields.PhysicalInput();
        long axes = u.Dimensions - 2, frames = u.shape[1] / Math.Max(1, axes), given = initial.shape[1];
        if (axes is not (2 or 3) || u.shape[1] % axes != 0 || frames < 2 || given < axes
            || !initial.shape[2..].SequenceEqual(u.shape[2..]))
            throw new InvalidOperationException($"FilteredFlowResidual expects frames of two or three components, "
                + $"[batch, frames·axes, grid…], at least 2 of them, and the velocity before as the input's last "
                + $"channels on the same grid; got [{string.Join(", ", u.shape)}] from "
                + $"[{string.Join(", ", initial.shape)}].");
        long[] grid = u.shape[2..];
        torch.Tensor all = torch.cat([initial.narrow(1, given - axes, axes), u], 1)
            .reshape([u.shape[0], frames + 1, axes, .. grid]);
        torch.Tensor residual = Flows(Rates(all).Over(2 * Interval))
            - FilteredFlow.Rate(Flows(all), Viscosity, Period, Eddies(fields, grid));
        torch.Tensor loss = MeanOfSquares(residual.reshape([u.shape[0], frames + 1, axes, .. grid]));
        if (DivergenceWeight <= 0) return loss;
        torch.Tensor divergence = FilteredFlow.Divergence(Flows(all.narrow(1, 1, frames)), Period);
        return loss.Plus(MeanOfSquares(divergence.reshape([u.shape[0], frames, .. grid])), DivergenceWeight);

        torch.Tensor Flows(torch.Tensor some) => some.reshape([-1, axes, .. grid]);
    }

    // Differences over two intervals; those at the ends are of the parabola through three frames.
    private static torch.Tensor Rates(torch.Tensor all)
    {
        long last = all.shape[1] - 1;
        torch.Tensor inner = all.narrow(1, 2, last - 1) - all.narrow(1, 0, last - 1);
        return torch.cat([Parabola(0, 1), inner, -Parabola(last, -1)], 1);

        torch.Tensor Parabola(long end, long step) => all.narrow(1, end, 1).Times(-3)
            .Plus(all.narrow(1, end + step, 1), 4).Plus(all.narrow(1, end + 2 * step, 1), -1);
    }

    private torch.Tensor? Eddies(LossFields fields, long[] grid)
    {
        if (Closure <= 0) return null;
        double width = FilterWidth ?? Period / grid[0];
        torch.Tensor squared = LearnsClosure ? fields.Coefficient(Learned)
            : torch.ones(1, fields.Prediction.dtype, fields.Prediction.device).Times(Closure);
        return squared.Times(width * width);
    }
}
