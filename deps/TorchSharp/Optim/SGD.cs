namespace TorchSharp.Modules
{
    /// <summary>Gradient descent, with momentum where wanted.</summary>
    public class SGD : OptimizerHelper, torch.optim.IMomentum
    {
        private readonly Options defaults;

        public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize) { }

        public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
        {
            if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
            if (momentum < 0) throw new ArgumentException($"Invalid momentum value: {momentum}");
            if (weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
            if (nesterov && (momentum <= 0 || dampening != 0)) throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
            defaults = new Options
            {
                LearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize,
            };
            AddAll(parameters);
        }

        private protected override OptimizerOptions Defaults => defaults;

        private protected override void Complete(OptimizerOptions options)
        {
            var o = (Options)options;
            o.momentum ??= defaults.momentum;
            o.dampening ??= defaults.dampening;
            o.weight_decay ??= defaults.weight_decay;
            o.nesterov ??= defaults.nesterov;
            o.maximize ??= defaults.maximize;
        }

        private protected override OptimizerState NewState(Parameter parameter, OptimizerOptions options) => new State();

        // The first step with momentum starts from the gradient itself.
        private protected override long Position(OptimizerState state) => ((State)state).momentum_buffer is null ? 0 : 1;

        private protected override void Step(Batch batch, OptimizerOptions options)
        {
            var o = (Options)options;
            double momentum = o.momentum!.Value, rate = o.LearningRate!.Value * (o.maximize == true ? -1 : 1);
            nint[] gradients = batch.Gradients;
            if (o.weight_decay != 0) gradients = Foreach.Sum(gradients, batch.Parameters, o.maximize == true ? -o.weight_decay!.Value : o.weight_decay!.Value);
            if (momentum != 0)
            {
                bool first = ((State)batch.States[0]).momentum_buffer is null;
                if (first)
                {
                    nint[] started = Foreach.Product(gradients, 1);
                    for (int k = 0; k < started.Length; k++) ((State)batch.States[k]).momentum_buffer = new torch.Tensor(started[k], scoped: false);
                }
                nint[] buffers = batch.Of<State>(s => s.momentum_buffer!);
                if (!first)
                {
                    Foreach.Scale(buffers, momentum);
                    Foreach.Add(buffers, gradients, 1 - o.dampening!.Value);
                }
                nint[] direction = o.nesterov == true ? Foreach.Sum(gradients, buffers, momentum) : buffers;
                Foreach.Add(batch.Parameters, direction, -rate);
                if (o.nesterov == true) Foreach.Free(direction);
            }
            else
            {
                Foreach.Add(batch.Parameters, gradients, -rate);
            }
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
            public double? momentum, dampening, weight_decay;
            public bool? nesterov, maximize;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var s = (Options)source;
                (momentum, dampening, weight_decay, nesterov, maximize) = (s.momentum, s.dampening, s.weight_decay, s.nesterov, s.maximize);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                (momentum, dampening, weight_decay) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
                (nesterov, maximize) = (reader.ReadBoolean(), reader.ReadBoolean());
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                foreach (double? value in new[] { momentum, dampening, weight_decay }) writer.Write(value!.Value);
                writer.Write(nesterov!.Value);
                writer.Write(maximize!.Value);
            }
        }

        /// <summary>Parameters that are trained alike.</summary>
        public class ParamGroup : ParamGroup<Options>, torch.optim.IMomentum
        {
            public ParamGroup() => Options = new Options();

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double momentum = 0, double dampening = 0, double weight_decay = 0,
                bool nesterov = false, bool maximize = false)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    momentum = momentum,
                    dampening = dampening,
                    weight_decay = weight_decay,
                    nesterov = nesterov,
                    maximize = maximize,
                })
            { }

            public double Momentum
            {
                get => Options.momentum!.Value;
                set => Options.momentum = value;
            }
        }

        /// <summary>The running direction; of complex parameters as pairs.</summary>
        public class State : OptimizerState, IDisposable
        {
            public torch.Tensor? momentum_buffer;

            internal State() { }

            public override void LoadStateDict(OptimizerState source) => CopyTensor(((State)source).momentum_buffer, ref momentum_buffer);
            public override void LoadStateDict(BinaryReader reader) => LoadTensor(reader, ref momentum_buffer);
            public override void SaveStateDict(BinaryWriter writer) => SaveTensor(writer, momentum_buffer);
            public override bool ApproximatelyEquals(OptimizerState other) => other is State s && Close(momentum_buffer, s.momentum_buffer);
            public void Dispose() => momentum_buffer?.Dispose();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Modules.SGD SGD(IEnumerable<Modules.Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static Modules.SGD SGD(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double learningRate, double momentum = 0,
                double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static Modules.SGD SGD(IEnumerable<Modules.SGD.ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}
