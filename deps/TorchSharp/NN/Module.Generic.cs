namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Something to call with one argument.</summary>
        public interface IModule<in T, out TResult>
        {
            TResult call(T input1);
        }

        /// <summary>Something to call with two arguments.</summary>
        public interface IModule<in T1, in T2, out TResult>
        {
            TResult call(T1 input1, T2 input2);
        }

        /// <summary>Something to call with three arguments.</summary>
        public interface IModule<in T1, in T2, in T3, out TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3);
        }

        /// <summary>A module of one argument: override <see cref="forward"/>, call <see cref="call"/>.</summary>
        public abstract class Module<T, TResult>
            : HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T input);

            public TResult call(T input)
            {
                if (pre_hooks.Count > 0)
                    foreach (var hook in pre_hooks.Values.ToArray())
                        if (hook(this, input) is { } changed) input = changed;
                TResult result = forward(input);
                if (post_hooks.Count > 0)
                    foreach (var hook in post_hooks.Values.ToArray())
                        if (hook(this, input, result) is { } changed) result = changed;
                return result;
            }
        }

        /// <summary>A module of two arguments.</summary>
        public abstract class Module<T1, T2, TResult>
            : HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>, Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>,
              IModule<T1, T2, TResult>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T1 input1, T2 input2);

            public TResult call(T1 input1, T2 input2)
            {
                if (pre_hooks.Count > 0)
                    foreach (var hook in pre_hooks.Values.ToArray())
                        if (hook(this, input1, input2) is { } changed) (input1, input2) = changed;
                TResult result = forward(input1, input2);
                if (post_hooks.Count > 0)
                    foreach (var hook in post_hooks.Values.ToArray())
                        if (hook(this, input1, input2, result) is { } changed) result = changed;
                return result;
            }
        }

        /// <summary>A module of three arguments.</summary>
        public abstract class Module<T1, T2, T3, TResult>
            : HookableModule<Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>,
                Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>>, IModule<T1, T2, T3, TResult>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            public TResult call(T1 input1, T2 input2, T3 input3)
            {
                if (pre_hooks.Count > 0)
                    foreach (var hook in pre_hooks.Values.ToArray())
                        if (hook(this, input1, input2, input3) is { } changed) (input1, input2, input3) = changed;
                TResult result = forward(input1, input2, input3);
                if (post_hooks.Count > 0)
                    foreach (var hook in post_hooks.Values.ToArray())
                        if (hook(this, input1, input2, input3, result) is { } changed) result = changed;
                return result;
            }
        }
    }
}
