namespace TorchSharp.Modules
{
    /// <summary>
    /// Limited-memory BFGS with fixed steps of the learning rate: the official class has no line search to choose. Every step
    /// calls the closure up to max_iter times.
    /// </summary>
    public class LBFGS : torch.optim.Optimizer, torch.optim.ILearningRateController
    {
        private readonly Parameter[] list;
        private readonly long maxIterations, maxEvaluations, history;
        private readonly double gradientTolerance, changeTolerance;

        // Steps and changes of the gradient of the last iterations, oldest first.
        private readonly List<(torch.Tensor step, torch.Tensor change, double ro)> memory = [];
        private torch.Tensor? direction, previousGradient;
        private double scale = 1, rate;
        private long iterations;

        internal LBFGS(IEnumerable<Parameter> parameters, double lr, long max_iter, long? max_eval, double tolerance_grad, double tolerance_change, long history_size)
        {
            list = parameters.ToArray();
            (rate, InitialLearningRate) = (lr, lr);
            (maxIterations, maxEvaluations, history) = (max_iter, max_eval ?? 5 * max_iter / 4, history_size);
            (gradientTolerance, changeTolerance) = (tolerance_grad, tolerance_change);
        }

        public double LearningRate
        {
            get => rate;
            set => rate = value;
        }

        public double InitialLearningRate { get; set; }

        private protected override IEnumerable<torch.optim.ILearningRateController> Groups => [this];

        private protected override IEnumerable<Parameter> All => list;

        private protected override torch.Tensor? Take(Func<torch.Tensor>? closure)
        {
            ArgumentNullException.ThrowIfNull(closure);
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable unrecorded = torch.no_grad();
            torch.Tensor first = Evaluate(closure);
            double loss = first.ToDouble();
            torch.Tensor gradient = FlatGradient();
            long evaluations = 1;
            for (long k = 0; k < maxIterations && LargestOf(gradient) > gradientTolerance; k++)
            {
                iterations++;
                Turn(gradient);
                Keep(ref previousGradient, gradient.clone());
                double previousLoss = loss;
                double slope = gradient.dot(direction!).ToDouble();
                if (slope > -changeTolerance) break;
                double length = (iterations == 1 ? Math.Min(1, 1 / gradient.abs().sum().ToDouble()) : 1) * rate;
                Move(length);
                if (k + 1 == maxIterations) break;
                loss = Evaluate(closure).ToDouble();
                gradient = FlatGradient();
                evaluations++;
                if (evaluations >= maxEvaluations || LargestOf(gradient) <= gradientTolerance || LargestOf(direction!) * length <= changeTolerance
                    || Math.Abs(loss - previousLoss) < changeTolerance) break;
            }
            return first.MoveToOuterDisposeScope();
        }

        private static torch.Tensor Evaluate(Func<torch.Tensor> closure)
        {
            using (torch.enable_grad()) return closure();
        }

        private static double LargestOf(torch.Tensor tensor) => tensor.abs().max().ToDouble();

        private torch.Tensor FlatGradient() =>
            torch.cat(Array.ConvertAll(list, p => p.Gradient is { } g ? g.reshape(-1) : torch.zeros_like(p).reshape(-1)));

        private void Move(double length)
        {
            long from = 0;
            foreach (Parameter parameter in list)
            {
                long count = parameter.numel();
                parameter.add_(direction!.narrow(0, from, count).view_as(parameter), length);
                from += count;
            }
            lastLength = length;
        }

        private double lastLength;

        private static void Keep(ref torch.Tensor? place, torch.Tensor value)
        {
            place?.Dispose();
            place = value.DetachFromDisposeScope();
        }

        // The new direction: the approximate inverse Hessian, by the two-loop recursion, times the negative gradient.
        private void Turn(torch.Tensor gradient)
        {
            if (direction is null || previousGradient is null)
            {
                Keep(ref direction, gradient.neg());
                return;
            }
            torch.Tensor change = gradient - previousGradient, step = direction * lastLength;
            double curvature = change.dot(step).ToDouble();
            if (curvature > 1e-10)
            {
                if (memory.Count == history)
                {
                    memory[0].step.Dispose();
                    memory[0].change.Dispose();
                    memory.RemoveAt(0);
                }
                memory.Add((step.DetachFromDisposeScope(), change.DetachFromDisposeScope(), 1 / curvature));
                scale = curvature / change.dot(change).ToDouble();
            }
            torch.Tensor q = gradient.neg();
            var alphas = new double[memory.Count];
            for (int k = memory.Count - 1; k >= 0; k--)
            {
                alphas[k] = memory[k].step.dot(q).ToDouble() * memory[k].ro;
                q.add_(memory[k].change, -alphas[k]);
            }
            q.mul_(scale);
            for (int k = 0; k < memory.Count; k++)
            {
                double beta = memory[k].change.dot(q).ToDouble() * memory[k].ro;
                q.add_(memory[k].step, alphas[k] - beta);
            }
            Keep(ref direction, q);
        }

        private protected override void Release()
        {
            direction?.Dispose();
            previousGradient?.Dispose();
            foreach ((torch.Tensor step, torch.Tensor change, _) in memory)
            {
                step.Dispose();
                change.Dispose();
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Modules.LBFGS LBFGS(IEnumerable<Modules.Parameter> parameters, double lr = 0.01, long max_iter = 20, long? max_eval = null,
                double tolerange_grad = 1e-5, double tolerance_change = 1e-9, long history_size = 100) =>
                new(parameters, lr, max_iter, max_eval, tolerange_grad, tolerance_change, history_size);

            public static Modules.LBFGS LBFGS(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 0.01, long max_iter = 20,
                long? max_eval = null, double tolerange_grad = 1e-5, double tolerance_change = 1e-9, long history_size = 100) =>
                new(parameters.Select(p => p.parameter), lr, max_iter, max_eval, tolerange_grad, tolerance_change, history_size);
        }
    }
}
