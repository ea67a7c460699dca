namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>This very object where nothing is to be changed, else a converted copy.</summary>
        internal Tensor to_(ScalarType? dtype, Device? device)
        {
            bool sameType = dtype is null || dtype == this.dtype;
            bool sameDevice = device is null || (device.type == device_type && (device.index < 0 || device.index == device_index));
            if (sameType && sameDevice) return this;
            if (!sameDevice) InitializeDevice(device);
            return Aten._to_copy.Call(this, dtype, Arg.Default, sameDevice ? Arg.None : device);
        }

        public Tensor type(ScalarType dtype) => Aten.to_dtype.Call(this, dtype);
        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);
        public Tensor type_as(Tensor tensor) => Aten.to_other.Call(this, tensor);
        public Tensor cpu() => Aten.to_device.Call(this, CPU, dtype);

        public Tensor @bool() => type(ScalarType.Bool);
        public Tensor @byte() => type(ScalarType.Byte);
        public Tensor @char() => type(ScalarType.Int8);
        public Tensor @int() => type(ScalarType.Int32);
        public Tensor @long() => type(ScalarType.Int64);
        public Tensor @float() => type(ScalarType.Float32);
        public Tensor @double() => type(ScalarType.Float64);

        public Tensor real => Aten.real.Call(this);
        public Tensor imag => Aten.imag.Call(this);
        public Tensor T => Aten.numpy_T.Call(this);
        public Tensor H => Aten.matrix_H.Call(this);
        public Tensor mT => Aten.mT.Call(this);
        public Tensor mH => Aten.mH.Call(this);

        public void save(string location) => torch.save(this, location);
        public static Tensor load(string location) => torch.load(location);
    }

    public static Tensor FloatTensor(Tensor t) => t.@float();
    public static Tensor DoubleTensor(Tensor t) => t.@double();
    public static Tensor LongTensor(Tensor t) => t.@long();
    public static Tensor IntTensor(Tensor t) => t.@int();
    public static Tensor ShortTensor(Tensor t) => t.type(ScalarType.Int16);
    public static Tensor ByteTensor(Tensor t) => t.@byte();
    public static Tensor BoolTensor(Tensor t) => t.@bool();

    public static Tensor real(Tensor input) => input.real;
    public static Tensor imag(Tensor input) => input.imag;
    public static Tensor complex(Tensor real, Tensor imag) => Aten.complex.Call(real, imag);
    public static Tensor polar(Tensor abs, Tensor angle) => Aten.polar.Call(abs, angle);

    /// <summary>Writes one tensor to a file.</summary>
    public static void save(Tensor t, string location) => Failure.Check(NativeMethods.ts_save(t.Handle, location), "torch.save");

    public static unsafe Tensor load(string location)
    {
        nint handle;
        Failure.Check(NativeMethods.ts_load(location, &handle), "torch.load");
        return new Tensor(handle);
    }
}
