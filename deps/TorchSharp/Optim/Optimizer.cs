using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimisers and learning-rate schedules.</summary>
    public static partial class optim
    {
        /// <summary>Something whose learning rate a schedule sets.</summary>
        public interface ILearningRateController
        {
            double LearningRate { get; set; }
            double InitialLearningRate { get; set; }
        }

        /// <summary>Something with a momentum.</summary>
        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        /// <summary>Something with Adam's two decays.</summary>
        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }

        /// <summary>Changes parameters by their gradients.</summary>
        public abstract class Optimizer : IDisposable
        {
            private protected Optimizer() { }

            /// <summary>Options by group and states by parameter.</summary>
            public class StateDictionary
            {
                internal StateDictionary() { }

                public List<OptimizerOptions> Options { get; } = [];
                public List<OptimizerState> State { get; } = [];
            }

            public virtual IEnumerable<ILearningRateController> ParamGroups => Groups;

            private protected abstract IEnumerable<ILearningRateController> Groups { get; }

            private protected abstract IEnumerable<Parameter> All { get; }

            public virtual IEnumerable<Parameter> parameters() => All;

            /// <summary>One step. The closure, where one is given, computes the loss and its gradients.</summary>
            public virtual Tensor? step(Func<Tensor>? closure = null) => Take(closure);

            private protected abstract Tensor? Take(Func<Tensor>? closure);

            /// <summary>Forgets the gradients of all parameters.</summary>
            public virtual unsafe void zero_grad()
            {
                Parameter[] all = parameters().ToArray();
                nint[] handles = Array.ConvertAll(all, p => (nint)p.Handle);
                fixed (nint* p = handles) NativeMethods.ts_clear_grads(p, handles.Length);
                GC.KeepAlive(all);
            }

            public virtual void add_param_group(ParamGroup param_group) => throw new NotImplementedException($"{GetType().Name} has no parameter groups.");

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing) Release();
            }

            private protected virtual void Release() { }
        }
    }
}
