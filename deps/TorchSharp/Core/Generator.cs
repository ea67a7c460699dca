namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers.</summary>
    public unsafe class Generator : IDisposable
    {
        private nint handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            nint made;
            Failure.Check(NativeMethods.ts_generator_new(seed, (int)this.device.type, this.device.index, &made), "torch.Generator");
            handle = made;
        }

        private Generator(nint handle, Device device) => (this.handle, this.device) = (handle, device);

        /// <summary>The one the CPU uses where none is named.</summary>
        public static Generator Default
        {
            get
            {
                nint made;
                Failure.Check(NativeMethods.ts_generator_default((int)DeviceType.CPU, -1, &made), "torch.Generator.Default");
                return new Generator(made, CPU);
            }
        }

        public IntPtr Handle => handle;
        public Device device { get; private set; }

        public Generator manual_seed(long seed)
        {
            Failure.Check(NativeMethods.ts_generator_set_seed(handle, unchecked((ulong)seed)), "Generator.manual_seed");
            return this;
        }

        public long initial_seed() => unchecked((long)NativeMethods.ts_generator_seed(handle));

        /// <summary>Takes a new seed from the system.</summary>
        public long seed()
        {
            ulong made;
            Failure.Check(NativeMethods.ts_generator_new_seed(handle, &made), "Generator.seed");
            return unchecked((long)made);
        }

        public Tensor get_state()
        {
            nint state;
            Failure.Check(NativeMethods.ts_generator_state(handle, &state), "Generator.get_state");
            return Tensor.Wrap(state);
        }

        public void set_state(Tensor value) => Failure.Check(NativeMethods.ts_generator_set_state(handle, value.Handle), "Generator.set_state");

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint old = Interlocked.Exchange(ref handle, 0);
            if (old != 0) NativeMethods.ts_generator_free(old);
        }

        ~Generator() => Dispose(false);
    }

    /// <summary>Seeds the generators of all devices.</summary>
    public static Generator manual_seed(long seed)
    {
        Failure.Check(NativeMethods.ts_manual_seed(unchecked((ulong)seed)), "torch.manual_seed");
        return Generator.Default;
    }

    public static long initial_seed()
    {
        using Generator generator = Generator.Default;
        return generator.initial_seed();
    }

    public static long seed()
    {
        using Generator generator = Generator.Default;
        return generator.seed();
    }

    public static Tensor get_rng_state()
    {
        using Generator generator = Generator.Default;
        return generator.get_state();
    }

    public static void set_rng_state(Tensor new_state)
    {
        using Generator generator = Generator.Default;
        generator.set_state(new_state);
    }

    /// <summary>The CPU's default generator.</summary>
    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);
        public static long initial_seed() => torch.initial_seed();
        public static long seed() => torch.seed();
        public static Tensor get_rng_state() => torch.get_rng_state();
        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }
}
