using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The tags of native/ts.h.</summary>
internal enum Tag
{
    Default = 0, None = 1, Tensor = 2, Tensors = 3, Int = 4, Double = 5, Bool = 6, Ints = 7, Doubles = 8, String = 9, Complex = 10,
    Device = 11, Generator = 12,
    /// <summary>Managed only: tensors given by their handles.</summary>
    Handles = 13,
}

/// <summary>One boxed value as the native side sees it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct NativeValue
{
    [FieldOffset(0)] public Tag Tag;
    [FieldOffset(4)] public int Count;
    [FieldOffset(8)] public nint Pointer;
    [FieldOffset(8)] public long Int;
    [FieldOffset(8)] public double Double;
    [FieldOffset(16)] public double Double2;
}

/// <summary>One argument of an operator: a number, or an object that holds tensors or a list.</summary>
internal readonly struct Arg
{
    public readonly object? Object;
    public readonly long Bits;
    public readonly double Imaginary;
    public readonly Tag Tag;

    private Arg(Tag tag, object? value = null, long bits = 0, double imaginary = 0) => (Tag, Object, Bits, Imaginary) = (tag, value, bits, imaginary);

    /// <summary>The schema's default.</summary>
    public static Arg Default => default;
    public static Arg None => new(Tag.None);

    public static implicit operator Arg(torch.Tensor? t) => t is null ? None : new(Tag.Tensor, t);
    public static implicit operator Arg(torch.Tensor?[]? t) => t is null ? None : new(Tag.Tensors, t);
    public static implicit operator Arg(nint[] handles) => new(Tag.Handles, handles);
    public static implicit operator Arg(long i) => new(Tag.Int, null, i);
    public static implicit operator Arg(long? i) => i is { } v ? v : None;
    public static implicit operator Arg(double d) => new(Tag.Double, null, BitConverter.DoubleToInt64Bits(d));
    public static implicit operator Arg(double? d) => d is { } v ? v : None;
    public static implicit operator Arg(bool b) => new(Tag.Bool, null, b ? 1 : 0);
    public static implicit operator Arg(bool? b) => b is { } v ? v : None;
    public static implicit operator Arg(long[]? list) => list is null ? None : new(Tag.Ints, list);
    public static implicit operator Arg(double[]? list) => list is null ? None : new(Tag.Doubles, list);
    public static implicit operator Arg(string? text) => text is null ? None : new(Tag.String, text);
    public static implicit operator Arg(torch.ScalarType type) => (long)type;
    public static implicit operator Arg(torch.ScalarType? type) => type is { } v ? (long)v : None;
    public static implicit operator Arg(torch.Device? device) => device is null ? None : new(Tag.Device, device);
    public static implicit operator Arg(torch.Generator? generator) => generator is null ? None : new(Tag.Generator, generator);
    public static implicit operator Arg(Scalar? s) => s is null ? None
        : s.Kind switch
        {
            Tag.Int => (Arg)s.Integer,
            Tag.Bool => (Arg)(s.Integer != 0),
            Tag.Double => (Arg)s.Real,
            _ => new(Tag.Complex, null, BitConverter.DoubleToInt64Bits(s.Real), s.Imaginary),
        };

    /// <summary>Eight-byte words needed beside the value itself.</summary>
    public int ExtraWords() => Tag switch
    {
        Tag.Tensors => ((torch.Tensor?[])Object!).Length,
        Tag.Handles => ((nint[])Object!).Length,
        Tag.Ints => ((long[])Object!).Length,
        Tag.Doubles => ((double[])Object!).Length,
        Tag.String => (System.Text.Encoding.UTF8.GetByteCount((string)Object!) + 7) / 8,
        _ => 0,
    };

    /// <summary>Writes the native form, lists into <paramref name="extra"/>, which moves on.</summary>
    public unsafe void Write(NativeValue* value, ref long* extra)
    {
        value->Tag = Tag;
        value->Count = 0;
        value->Int = Bits;
        switch (Tag)
        {
            case Tag.Tensor:
                value->Pointer = ((torch.Tensor)Object!).Handle;
                break;
            case Tag.Complex:
                value->Double2 = Imaginary;
                break;
            case Tag.Device:
                var device = (torch.Device)Object!;
                value->Int = (long)device.type;
                value->Count = device.index;
                break;
            case Tag.Generator:
                value->Pointer = ((torch.Generator)Object!).Handle;
                break;
            case Tag.Tensors:
                var tensors = (torch.Tensor?[])Object!;
                for (int k = 0; k < tensors.Length; k++) extra[k] = tensors[k] is { } t ? t.Handle : 0;
                Take(value, ref extra, tensors.Length);
                break;
            case Tag.Handles:
                var handles = (nint[])Object!;
                for (int k = 0; k < handles.Length; k++) extra[k] = handles[k];
                Take(value, ref extra, handles.Length);
                value->Tag = Tag.Tensors;
                break;
            case Tag.Ints:
                var ints = (long[])Object!;
                ints.CopyTo(new Span<long>(extra, ints.Length));
                Take(value, ref extra, ints.Length);
                break;
            case Tag.Doubles:
                var doubles = (double[])Object!;
                doubles.CopyTo(new Span<double>(extra, doubles.Length));
                Take(value, ref extra, doubles.Length);
                break;
            case Tag.String:
                int words = ExtraWords();
                int bytes = System.Text.Encoding.UTF8.GetBytes((string)Object!, new Span<byte>(extra, words * 8));
                Take(value, ref extra, words);
                value->Count = bytes;
                break;
        }
    }

    private static unsafe void Take(NativeValue* value, ref long* extra, int words)
    {
        value->Pointer = (nint)extra;
        value->Count = words;
        extra += words;
    }

    /// <summary>The argument in an error text: shapes and types, not values of tensors.</summary>
    public string Describe() => Tag switch
    {
        Tag.Default or Tag.None => "none",
        Tag.Tensor => ((torch.Tensor)Object!).Describe(),
        Tag.Tensors => "{" + string.Join(", ", ((torch.Tensor?[])Object!).Take(8).Select(t => t is null ? "none" : t.Describe())) + (((torch.Tensor?[])Object!).Length > 8 ? ", …}" : "}"),
        Tag.Handles => $"{((nint[])Object!).Length} tensors",
        Tag.Int => Bits.ToString(),
        Tag.Double => BitConverter.Int64BitsToDouble(Bits).ToString(),
        Tag.Bool => Bits != 0 ? "true" : "false",
        Tag.Ints => "[" + string.Join(", ", (long[])Object!) + "]",
        Tag.Doubles => "[" + string.Join(", ", (double[])Object!) + "]",
        Tag.String => $"\"{Object}\"",
        Tag.Complex => $"({BitConverter.Int64BitsToDouble(Bits)}, {Imaginary})",
        _ => Object?.ToString() ?? "none",
    };
}
