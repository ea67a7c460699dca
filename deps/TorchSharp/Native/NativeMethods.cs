using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>What libLibTorchSharp.so exports; see native/ts.h. A non-zero result means: <see cref="ts_error"/> has the text.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "LibTorchSharp";

    static NativeMethods() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library) return 0;
        string beside = Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so");
        if (NativeLibrary.TryLoad(beside, out nint handle) || NativeLibrary.TryLoad(name, assembly, path, out handle)) return handle;
        throw new DllNotFoundException(File.Exists(beside)
            ? $"'{beside}' could not be loaded: libtorch is missing or of another version than the one it was built with. Run eng/setup.sh, then build again."
            : $"The native library '{beside}' is missing. Run eng/setup.sh, which builds it against libtorch, then build again.");
    }

    [LibraryImport(Library)] internal static partial byte* ts_error();

    // Operators
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int ts_operator_find(string name, string overload, nint* result);
    [LibraryImport(Library)] internal static partial int ts_operator_call(nint op, NativeValue* arguments, int count, NativeValue* results, int capacity, int* filled);
    [LibraryImport(Library)] internal static partial void ts_free_list(nint items);

    // Tensors
    [LibraryImport(Library)] internal static partial void ts_tensor_free(nint tensor);
    [LibraryImport(Library)] internal static partial void ts_tensors_free(nint* tensors, int count);
    [LibraryImport(Library), SuppressGCTransition] internal static partial nint ts_tensor_share(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long ts_tensor_dim(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long ts_tensor_numel(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ts_tensor_dtype(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long ts_tensor_itemsize(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ts_tensor_is_contiguous(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long ts_tensor_offset(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ts_tensor_is_sparse(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ts_tensor_is_conj(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ts_tensor_is_neg(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial void ts_tensor_device(nint tensor, int* type, int* index);
    [LibraryImport(Library), SuppressGCTransition] internal static partial void ts_tensor_sizes(nint tensor, long* result);
    [LibraryImport(Library)] internal static partial int ts_tensor_strides(nint tensor, long* result);
    [LibraryImport(Library)] internal static partial int ts_tensor_data(nint tensor, void** result);
    [LibraryImport(Library)] internal static partial int ts_tensor_copy_of(void* data, long* sizes, int dims, int dtype, nint* result);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int ts_save(nint tensor, string path);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int ts_load(string path, nint* result);

    // Gradients
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ts_requires_grad(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ts_is_leaf(nint tensor);
    [LibraryImport(Library)] internal static partial int ts_set_requires_grad(nint tensor, int value);
    [LibraryImport(Library)] internal static partial int ts_retain_grad(nint tensor);
    [LibraryImport(Library)] internal static partial nint ts_grad(nint tensor);
    [LibraryImport(Library)] internal static partial void ts_grads(nint* tensors, int count, nint* results);
    [LibraryImport(Library)] internal static partial void ts_clear_grads(nint* tensors, int count);
    [LibraryImport(Library)] internal static partial int ts_set_grad(nint tensor, nint gradient);
    [LibraryImport(Library)] internal static partial int ts_backward(nint* tensors, int count, nint* gradients, int gradientCount, int retainGraph, int createGraph, nint* inputs, int inputCount);
    [LibraryImport(Library)] internal static partial int ts_autograd_grad(nint* outputs, int outputCount, nint* inputs, int inputCount, nint* gradients, int gradientCount, int retainGraph, int createGraph, int allowUnused, nint* results);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ts_grad_mode();
    [LibraryImport(Library), SuppressGCTransition] internal static partial void ts_set_grad_mode(int enabled);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ts_inference_mode();
    [LibraryImport(Library)] internal static partial nint ts_enter_inference_mode(int enabled);
    [LibraryImport(Library)] internal static partial void ts_leave_inference_mode(nint guard);

    [LibraryImport(Library)] internal static partial int ts_adam(nint* parameters, nint* gradients, nint* means, nint* squares, nint* largest, int count, double* numbers);

    // The process
    [LibraryImport(Library)] internal static partial byte* ts_version();
    [LibraryImport(Library)] internal static partial int ts_num_threads();
    [LibraryImport(Library)] internal static partial int ts_set_num_threads(int count);
    [LibraryImport(Library)] internal static partial int ts_num_interop_threads();
    [LibraryImport(Library)] internal static partial int ts_set_num_interop_threads(int count);
    [LibraryImport(Library)] internal static partial int ts_cuda_available();
    [LibraryImport(Library)] internal static partial int ts_cudnn_available();
    [LibraryImport(Library)] internal static partial int ts_cuda_device_count();
    [LibraryImport(Library)] internal static partial int ts_cuda_init();
    [LibraryImport(Library)] internal static partial int ts_tf32(int cudnn);
    [LibraryImport(Library)] internal static partial int ts_set_tf32(int cudnn, int value);
    [LibraryImport(Library)] internal static partial int ts_matmul_precision();
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int ts_set_matmul_precision(string name);
    [LibraryImport(Library)] internal static partial int ts_deterministic();
    [LibraryImport(Library)] internal static partial int ts_deterministic_warn_only();
    [LibraryImport(Library)] internal static partial int ts_set_deterministic(int mode, int warnOnly);

    // Random numbers
    [LibraryImport(Library)] internal static partial int ts_manual_seed(ulong seed);
    [LibraryImport(Library)] internal static partial int ts_generator_default(int deviceType, int index, nint* result);
    [LibraryImport(Library)] internal static partial int ts_generator_new(ulong seed, int deviceType, int index, nint* result);
    [LibraryImport(Library)] internal static partial void ts_generator_free(nint generator);
    [LibraryImport(Library)] internal static partial int ts_generator_set_seed(nint generator, ulong seed);
    [LibraryImport(Library)] internal static partial ulong ts_generator_seed(nint generator);
    [LibraryImport(Library)] internal static partial int ts_generator_new_seed(nint generator, ulong* result);
    [LibraryImport(Library)] internal static partial int ts_generator_state(nint generator, nint* result);
    [LibraryImport(Library)] internal static partial int ts_generator_set_state(nint generator, nint state);
}
