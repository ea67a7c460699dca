namespace TorchSharp.Modules
{
    /// <summary>Gradients divided by the root of their running mean square.</summary>
    public class RMSProp : OptimizerHelper, torch.optim.IMomentum
    {
        private readonly Options defaults;

        public RMSProp(IEnumerable<Parameter> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1e-08, double weight_decay = 0,
            double momentum = 0, bool centered = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize) { }

        public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1e-08, double weight_decay = 0,
            double momentum = 0, bool centered = false, bool maximize = false)
        {
            if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
            if (eps < 0) throw new ArgumentException($"Invalid epsilon value: {eps}");
            if (alpha < 0) throw new ArgumentException($"Invalid alpha value: {alpha}");
            if (momentum < 0) throw new ArgumentException($"Invalid momentum value: {momentum}");
            defaults = new Options
            {
                LearningRate = lr,
                alpha = alpha,
                eps = eps,
                weight_decay = weight_decay,
                momentum = momentum,
                centered = centered,
                maximize = maximize,
            };
            AddAll(parameters);
        }

        private protected override OptimizerOptions Defaults => defaults;

        private protected override void Complete(OptimizerOptions options)
        {
            var o = (Options)options;
            o.alpha ??= defaults.alpha;
            o.eps ??= defaults.eps;
            o.weight_decay ??= defaults.weight_decay;
            o.momentum ??= defaults.momentum;
            o.centered ??= defaults.centered;
            o.maximize ??= defaults.maximize;
        }

        private protected override OptimizerState NewState(Parameter parameter, OptimizerOptions options) => new State(parameter, (Options)options);

        private protected override void Step(Batch batch, OptimizerOptions options)
        {
            var o = (Options)options;
            double alpha = o.alpha!.Value, rate = o.LearningRate!.Value * (o.maximize == true ? -1 : 1);
            foreach (OptimizerState state in batch.States) ((State)state).step++;
            nint[] gradients = batch.Gradients;
            if (o.weight_decay != 0) gradients = Foreach.Sum(gradients, batch.Parameters, o.maximize == true ? -o.weight_decay!.Value : o.weight_decay!.Value);
            nint[] squares = batch.Of<State>(s => s.square_avg);
            Foreach.Scale(squares, alpha);
            Foreach.AddProduct(squares, gradients, gradients, 1 - alpha);
            nint[] roots;
            if (o.centered == true)
            {
                nint[] means = batch.Of<State>(s => s.grad_avg!);
                Foreach.Scale(means, alpha);
                Foreach.Add(means, gradients, 1 - alpha);
                roots = Foreach.Product(squares, 1);
                Foreach.AddProduct(roots, means, means, -1);
                Foreach.SquareRoot(roots);
            }
            else
            {
                roots = Foreach.SquareRoots(squares);
            }
            Foreach.AddScalar(roots, o.eps!.Value);
            if (o.momentum > 0)
            {
                nint[] buffers = batch.Of<State>(s => s.momentum_buffer!);
                Foreach.Scale(buffers, o.momentum!.Value);
                Foreach.AddQuotient(buffers, gradients, roots, 1);
                Foreach.Add(batch.Parameters, buffers, -rate);
            }
            else
            {
                Foreach.AddQuotient(batch.Parameters, gradients, roots, -rate);
            }
            Foreach.Free(roots);
            if (!ReferenceEquals(gradients, batch.Gradients)) Foreach.Free(gradients);
        }

        public double Momentum
        {
            get => defaults.momentum!.Value;
            set
            {
                foreach (torch.optim.ILearningRateController group in ParamGroups) ((ParamGroup)group).Momentum = value;
                defaults.momentum = value;
            }
        }

        /// <summary>What a group is trained with.</summary>
        public class Options : OptimizerOptions
        {
            public double? alpha, eps, weight_decay, momentum;
            public bool? centered, maximize;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var s = (Options)source;
                (alpha, eps, weight_decay, momentum, centered, maximize) = (s.alpha, s.eps, s.weight_decay, s.momentum, s.centered, s.maximize);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                (alpha, eps, weight_decay, momentum) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
                (centered, maximize) = (reader.ReadBoolean(), reader.ReadBoolean());
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                foreach (double? value in new[] { alpha, eps, weight_decay, momentum }) writer.Write(value!.Value);
                writer.Write(centered!.Value);
                writer.Write(maximize!.Value);
            }
        }

        /// <summary>Parameters that are trained alike.</summary>
        public class ParamGroup : ParamGroup<Options>, torch.optim.IMomentum
        {
            public ParamGroup() => Options = new Options();

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double eps = 1e-08, double alpha = 0.99, double weight_decay = 0,
                double momentum = 0, bool centered = false)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    alpha = alpha,
                    eps = eps,
                    weight_decay = weight_decay,
                    momentum = momentum,
                    centered = centered,
                })
            { }

            public double Momentum
            {
                get => Options.momentum!.Value;
                set => Options.momentum = value;
            }
        }

        /// <summary>Running means.</summary>
        public class State : OptimizerState, IDisposable
        {
            public long step;
            public torch.Tensor square_avg;
            public torch.Tensor? grad_avg, momentum_buffer;

            internal State(Parameter parameter, Options options)
            {
                square_avg = torch.zeros_like(parameter).DetachFromDisposeScope();
                if (options.centered == true) grad_avg = torch.zeros_like(parameter).DetachFromDisposeScope();
                if (options.momentum > 0) momentum_buffer = torch.zeros_like(parameter).DetachFromDisposeScope();
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var s = (State)source;
                step = s.step;
                CopyTensor(s.square_avg, ref square_avg!);
                CopyTensor(s.grad_avg, ref grad_avg);
                CopyTensor(s.momentum_buffer, ref momentum_buffer);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                LoadTensor(reader, ref square_avg!);
                LoadTensor(reader, ref grad_avg);
                LoadTensor(reader, ref momentum_buffer);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                SaveTensor(writer, square_avg);
                SaveTensor(writer, grad_avg);
                SaveTensor(writer, momentum_buffer);
            }

            public override bool ApproximatelyEquals(OptimizerState other) => other is State s && s.step == step && Close(square_avg, s.square_avg)
                && Close(grad_avg, s.grad_avg) && Close(momentum_buffer, s.momentum_buffer);

            public void Dispose()
            {
                square_avg.Dispose();
                grad_avg?.Dispose();
                momentum_buffer?.Dispose();
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
            public static Modules.RMSProp RMSProp(IEnumerable<Modules.Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-08,
                double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static Modules.RMSProp RMSProp(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 0.01, double alpha = 0.99,
                double eps = 1e-08, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static Modules.RMSProp RMSProp(IEnumerable<Modules.RMSProp.ParamGroup> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-08,
                double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }
}
