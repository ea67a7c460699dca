using System.Runtime.InteropServices;

namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>libtorch's version.</summary>
    public static string __version__ => Marshal.PtrToStringUTF8((nint)NativeMethods.ts_version()) ?? "";

    /// <summary>Errors arrive as exceptions, so there is never one left to check for.</summary>
    public static void CheckForErrors() { }

    // Threads
    public static int get_num_threads() => NativeMethods.ts_num_threads();
    public static void set_num_threads(int num) => Failure.Check(NativeMethods.ts_set_num_threads(num), "torch.set_num_threads");
    public static int get_num_interop_threads() => NativeMethods.ts_num_interop_threads();
    public static void set_num_interop_threads(int num) => Failure.Check(NativeMethods.ts_set_num_interop_threads(num), "torch.set_num_interop_threads");

    // Reproducibility
    public static bool are_deterministic_algorithms_enabled() => NativeMethods.ts_deterministic() != 0;
    public static bool is_deterministic_algorithms_warn_only_enabled() => NativeMethods.ts_deterministic_warn_only() != 0;

    public static IDisposable use_deterministic_algorithms(bool mode = true, bool warn_only = false)
    {
        int before = NativeMethods.ts_deterministic(), warned = NativeMethods.ts_deterministic_warn_only();
        Failure.Check(NativeMethods.ts_set_deterministic(mode ? 1 : 0, warn_only ? 1 : 0), "torch.use_deterministic_algorithms");
        return new Restore(() => NativeMethods.ts_set_deterministic(before, warned));
    }

    public static Float32MatmulPrecision get_float32_matmul_precision() => (Float32MatmulPrecision)NativeMethods.ts_matmul_precision();

    public static IDisposable set_float32_matmul_precision(Float32MatmulPrecision precision)
    {
        Float32MatmulPrecision before = get_float32_matmul_precision();
        Failure.Check(NativeMethods.ts_set_matmul_precision(precision.ToString()), "torch.set_float32_matmul_precision");
        return new Restore(() => NativeMethods.ts_set_matmul_precision(before.ToString()));
    }

    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>NVIDIA GPUs.</summary>
    public static partial class cuda
    {
        public static bool is_available() => device_count() > 0;
        public static bool is_cudnn_available() => is_available() && NativeMethods.ts_cudnn_available() != 0;
        public static int device_count() => NativeMethods.ts_cuda_device_count();

        public static void manual_seed(long seed) => Seed(seed, 0, 1);
        public static void manual_seed_all(long seed) => Seed(seed, 0, device_count());

        private static void Seed(long seed, int first, int count)
        {
            for (int k = first; k < Math.Min(first + count, device_count()); k++)
            {
                nint generator;
                Failure.Check(NativeMethods.ts_generator_default((int)DeviceType.CUDA, k, &generator), "torch.cuda.manual_seed");
                int failed = NativeMethods.ts_generator_set_seed(generator, unchecked((ulong)seed));
                NativeMethods.ts_generator_free(generator);
                Failure.Check(failed, "torch.cuda.manual_seed");
            }
        }
    }

    /// <summary>Switches of what libtorch computes with.</summary>
    public static partial class backends
    {
        public static partial class cuda
        {
            public static partial class matmul
            {
                /// <summary>Whether matrix products may round to TensorFloat32.</summary>
                public static bool allow_tf32
                {
                    get => NativeMethods.ts_tf32(0) != 0;
                    set => Failure.Check(NativeMethods.ts_set_tf32(0, value ? 1 : 0), "backends.cuda.matmul.allow_tf32");
                }
            }
        }

        public static partial class cudnn
        {
            /// <summary>Whether convolutions may round to TensorFloat32.</summary>
            public static bool allow_tf32
            {
                get => NativeMethods.ts_tf32(1) != 0;
                set => Failure.Check(NativeMethods.ts_set_tf32(1, value ? 1 : 0), "backends.cudnn.allow_tf32");
            }
        }
    }
}
