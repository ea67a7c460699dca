using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp.Utils;

namespace TorchSharp;

public static unsafe partial class torch
{
    public partial class Tensor
    {
        /// <summary>The address of the first element; the tensor must be on the CPU.</summary>
        internal void* DataPointer()
        {
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            void* data;
            Failure.Check(NativeMethods.ts_tensor_data(handle, &data), "Tensor.data");
            return data;
        }

        /// <summary>The elements of a CPU tensor, to read and write.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            CheckType<T>();
            return new TensorAccessor<T>(this);
        }

        /// <summary>The memory of a contiguous CPU tensor.</summary>
        public Span<byte> bytes
        {
            get
            {
                if (!is_contiguous()) throw new NotImplementedException("Bytes() called on non-contiguous tensor.");
                return new Span<byte>(DataPointer(), checked((int)(numel() * element_size())));
            }
            set
            {
                Span<byte> memory = bytes;
                if (value.Length != memory.Length) throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(memory);
            }
        }

        /// <summary>The one element of a tensor.</summary>
        public T item<T>() where T : unmanaged
        {
            if (numel() != 1) throw new ArgumentException($"Number of elements in the tensor must be 1, not {numel()}: {Describe()}.");
            CheckType<T>();
            if (device_type == DeviceType.CPU && !is_conj() && !is_neg()) return Unsafe.Read<T>(DataPointer());
            using Tensor here = Aten._to_copy.Call(this, Arg.Default, Arg.Default, CPU).DetachFromDisposeScope();
            return Unsafe.Read<T>(here.DataPointer());
        }

        public Scalar ToScalar()
        {
            NativeValue value = Aten._local_scalar_dense.CallValue(this);
            return value.Tag switch
            {
                Tag.Int or Tag.Bool => new Scalar(value.Int, dtype),
                Tag.Double => new Scalar(value.Double, dtype),
                _ => new Scalar(new Complex(value.Double, value.Double2), dtype),
            };
        }

        private T ReadCpu<T>(long i) where T : unmanaged
        {
            CheckType<T>();
            long count = numel();
            if (i < 0 || i >= count) throw new IndexOutOfRangeException($"Element {i} of {count}.");
            return ((T*)DataPointer())[i];
        }

        public T ReadCpuValue<T>(long i) where T : unmanaged => ReadCpu<T>(i);
        public bool ReadCpuBool(long i) => ReadCpu<bool>(i);
        public byte ReadCpuByte(long i) => ReadCpu<byte>(i);
        public sbyte ReadCpuSByte(long i) => ReadCpu<sbyte>(i);
        public short ReadCpuInt16(long i) => ReadCpu<short>(i);
        public int ReadCpuInt32(long i) => ReadCpu<int>(i);
        public long ReadCpuInt64(long i) => ReadCpu<long>(i);
        public float ReadCpuSingle(long i) => ReadCpu<float>(i);
        public double ReadCpuDouble(long i) => ReadCpu<double>(i);
        public float ReadCpuFloat16(long i) => (float)ReadCpu<Half>(i);

        /// <summary>Throws unless elements are of that managed type.</summary>
        internal void CheckType<T>()
        {
            if (TypeOf(typeof(T)) is not { } type || type != dtype)
                throw new ArgumentException($"Elements of type {dtype} cannot be read as {typeof(T).Name}.");
        }
    }

    /// <summary>The element type that stores a managed one.</summary>
    internal static ScalarType? TypeOf(Type type) =>
        type == typeof(float) ? ScalarType.Float32
        : type == typeof(double) ? ScalarType.Float64
        : type == typeof(long) ? ScalarType.Int64
        : type == typeof(int) ? ScalarType.Int32
        : type == typeof(short) ? ScalarType.Int16
        : type == typeof(sbyte) ? ScalarType.Int8
        : type == typeof(byte) ? ScalarType.Byte
        : type == typeof(bool) ? ScalarType.Bool
        : type == typeof(Half) ? ScalarType.Float16
        : type == typeof((float, float)) ? ScalarType.ComplexFloat32
        : type == typeof(Complex) ? ScalarType.ComplexFloat64
        : null;
}
