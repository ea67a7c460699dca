namespace TorchSharp;

public static unsafe partial class torch
{
    public partial class Tensor
    {
        public ScalarType dtype => (ScalarType)NativeMethods.ts_tensor_dtype(Handle);

        public Device device
        {
            get
            {
                int type, index;
                NativeMethods.ts_tensor_device(Handle, &type, &index);
                return type == 0 ? CPU : new Device((DeviceType)type, index);
            }
        }

        public DeviceType device_type => device.type;
        public int device_index => device.index;

        public long[] shape
        {
            get
            {
                var sizes = new long[NativeMethods.ts_tensor_dim(Handle)];
                fixed (long* p = sizes) NativeMethods.ts_tensor_sizes(handle, p);
                return sizes;
            }
        }

        public long[] size() => shape;

        /// <summary>One dimension of the shape; negative ones count from the end.</summary>
        public long size(int dim)
        {
            long[] sizes = shape;
            return sizes[Wrapped(dim, sizes.Length)];
        }

        public long[] stride()
        {
            var strides = new long[NativeMethods.ts_tensor_dim(Handle)];
            fixed (long* p = strides) Failure.Check(NativeMethods.ts_tensor_strides(handle, p), "Tensor.stride");
            return strides;
        }

        public long stride(int dim)
        {
            long[] strides = stride();
            return strides[Wrapped(dim, strides.Length)];
        }

        private static int Wrapped(int dim, int dims)
        {
            int wrapped = dim < 0 ? dim + dims : dim;
            if (wrapped < 0 || wrapped >= dims)
                throw new ArgumentOutOfRangeException(nameof(dim), dim, $"The tensor has {dims} dimensions.");
            return wrapped;
        }

        public long dim() => NativeMethods.ts_tensor_dim(Handle);
        public long ndim => dim();
        public long Dimensions => dim();
        public long numel() => NativeMethods.ts_tensor_numel(Handle);
        public long NumberOfElements => numel();
        public long element_size() => NativeMethods.ts_tensor_itemsize(Handle);
        public long ElementSize => element_size();
        public long storage_offset() => NativeMethods.ts_tensor_offset(Handle);

        public bool is_contiguous() => NativeMethods.ts_tensor_is_contiguous(Handle) != 0;
        public bool is_sparse => NativeMethods.ts_tensor_is_sparse(Handle) != 0;
        public bool is_conj() => NativeMethods.ts_tensor_is_conj(Handle) != 0;
        public bool is_neg() => NativeMethods.ts_tensor_is_neg(Handle) != 0;
        public bool is_meta => device_type == DeviceType.META;
        public bool is_cuda => device_type == DeviceType.CUDA;
        public bool is_cpu() => device_type == DeviceType.CPU;
        public bool is_floating_point() => torch.is_floating_point(dtype);
        public bool is_complex() => torch.is_complex(dtype);
        public bool is_integral() => torch.is_integral(dtype);
        public bool is_nonzero() => Aten.is_nonzero.CallBool(this);

        /// <summary>A label of your own.</summary>
        public string name { get; set; } = "";
    }
}
