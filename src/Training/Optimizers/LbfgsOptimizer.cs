namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Limited-memory BFGS with a line search for the strong Wolfe conditions (Nocedal and Wright 2006, algorithms 7.4, 3.5
/// and 3.6). It asks for several losses per step; with one batch per epoch it is the deterministic method.
/// </summary>
internal sealed class LbfgsOptimizer : Optimizer
{
    /// <summary>Pairs of steps and changes that are kept.</summary>
    public const int History = 20;

    private const int MaximumTrials = 20;
    private const double Decrease = 1e-4, Curvature = 0.9;
    private readonly double _weightDecay;
    // Rows are used in turn; how many are valid follows from the number of pairs kept.
    private readonly torch.Tensor _steps;
    private readonly torch.Tensor _changes;
    private readonly torch.Tensor _pairs;

    public LbfgsOptimizer(torch.Tensor parameters, double weightDecay)
    {
        _weightDecay = weightDecay;
        long n = parameters.shape[0];
        _steps = torch.zeros([History, n], parameters.dtype, parameters.device).DetachFromDisposeScope();
        _changes = torch.zeros([History, n], parameters.dtype, parameters.device).DetachFromDisposeScope();
        _pairs = torch.zeros([1], torch.ScalarType.Int64).DetachFromDisposeScope();
    }

    public override IReadOnlyDictionary<string, torch.Tensor> State
        => new Dictionary<string, torch.Tensor> { ["steps"] = _steps, ["changes"] = _changes, ["pairs"] = _pairs };

    protected override void Update(torch.Tensor parameters, Evaluation first, Func<Evaluation> evaluate,
        double learningRate)
    {
        torch.Tensor start = parameters.clone(), gradient = Regular(first.Gradient, start),
            direction = Direction(gradient);
        double slope = Dot(gradient, direction);
        if (slope >= 0)
        {
            // The memory belongs to another landscape: begin anew.
            _pairs.zero_();
            (direction, slope) = (-gradient, -Dot(gradient, gradient));
        }
        if (slope == 0) return;
        double scale = _pairs.item<long>() == 0 ? Math.Min(1, 1 / Dot(gradient, gradient.sign())) * learningRate
            : learningRate;
        var (step, last) = Search(parameters, start, direction, Value(first.Loss, start), slope, scale, evaluate);
        if (last is null)
        {
            parameters.copy_(start);
            return;
        }
        torch.Tensor moved = direction.Times(step), change = last - gradient;
        double curvature = Dot(moved, change);
        if (curvature <= 1e-10 * Dot(change, change)) return;
        long row = _pairs.item<long>() % History;
        _steps[row].copy_(moved);
        _changes[row].copy_(change);
        _pairs.Add(torch.ones_like(_pairs));
    }

    // Two loops over the kept pairs, newest first and back.
    private torch.Tensor Direction(torch.Tensor gradient)
    {
        long pairs = _pairs.item<long>();
        int kept = (int)Math.Min(pairs, History);
        torch.Tensor q = gradient.clone();
        var alphas = new double[kept];
        for (int i = 0; i < kept; i++)
        {
            var (s, y) = Pair(pairs - 1 - i);
            alphas[i] = Dot(s, q) / Dot(s, y);
            q.Add(y, -alphas[i]);
        }
        if (kept > 0)
        {
            var (s, y) = Pair(pairs - 1);
            q.Scale(Dot(s, y) / Dot(y, y));
        }
        for (int i = kept - 1; i >= 0; i--)
        {
            var (s, y) = Pair(pairs - 1 - i);
            q.Add(s, alphas[i] - Dot(y, q) / Dot(s, y));
        }
        return -q;

        (torch.Tensor, torch.Tensor) Pair(long index) => (_steps[index % History], _changes[index % History]);
    }

    private (double Step, torch.Tensor? Gradient) Search(torch.Tensor parameters, torch.Tensor start,
        torch.Tensor direction, double value, double slope, double step, Func<Evaluation> evaluate)
    {
        double low = 0, lowValue = value, high = double.PositiveInfinity;
        (double Step, torch.Tensor? Gradient, double Value) best = (0, null, value);
        for (int trial = 0; trial < MaximumTrials; trial++)
        {
            parameters.copy_(start).Add(direction, step);
            using Evaluation at = evaluate();
            double here = Value(at.Loss, parameters);
            torch.Tensor gradient = Regular(at.Gradient, parameters);
            double slopeHere = double.IsFinite(here) ? Dot(gradient, direction) : double.NaN;
            if (!double.IsFinite(here) || here > value + Decrease * step * slope || here >= lowValue && low > 0)
            {
                high = step;
            }
            else
            {
                if (here < best.Value) best = (step, gradient, here);
                if (Math.Abs(slopeHere) <= -Curvature * slope) return (step, gradient);
                if (slopeHere > 0) high = step;
                else (low, lowValue) = (step, here);
            }
            step = double.IsInfinity(high) ? 2 * step : 0.5 * (low + high);
        }
        if (best.Gradient is not null) parameters.copy_(start).Add(direction, best.Step);
        return (best.Step, best.Gradient);
    }

    private double Value(double loss, torch.Tensor parameters)
        => _weightDecay > 0 ? loss + 0.5 * _weightDecay * Dot(parameters, parameters) : loss;

    private torch.Tensor Regular(torch.Tensor gradient, torch.Tensor parameters)
        => _weightDecay > 0 ? gradient.Plus(parameters, _weightDecay) : gradient.clone();

    // One thread, since the number of threads decides how a sum is rounded, and ranks have fewer than one process.
    private static double Dot(torch.Tensor a, torch.Tensor b)
    {
        using IDisposable one = TorchThreads.Use(1);
        return (a * b).sum().ToNumber();
    }
}
