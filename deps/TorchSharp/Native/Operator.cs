using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>
/// An ATen operator: found once by name and overload, then called with boxed arguments. Arguments and their lists are laid
/// out on the stack, so a call allocates nothing but its results.
/// </summary>
internal sealed unsafe class Operator(string name, string overload = "")
{
    private const int StackWords = 512;
    private nint handle;

    public string Name => overload.Length == 0 ? name : name + "." + overload;

    /// <summary>The single tensor it returns.</summary>
    public torch.Tensor Call(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return torch.Tensor.Wrap(result.Pointer);
    }

    /// <summary>For operators that write to their first argument: returns that very object.</summary>
    public torch.Tensor InPlace(params ReadOnlySpan<Arg> arguments)
    {
        Invoke(arguments, null, 0);
        return (torch.Tensor)arguments[0].Object!;
    }

    /// <summary>For operators whose result nobody needs.</summary>
    public void Run(params ReadOnlySpan<Arg> arguments) => Invoke(arguments, null, 0);

    public (torch.Tensor, torch.Tensor) Call2(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results = stackalloc NativeValue[2];
        Invoke(arguments, results, 2);
        return (torch.Tensor.Wrap(results[0].Pointer), torch.Tensor.Wrap(results[1].Pointer));
    }

    public (torch.Tensor, torch.Tensor, torch.Tensor) Call3(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results = stackalloc NativeValue[3];
        Invoke(arguments, results, 3);
        return (torch.Tensor.Wrap(results[0].Pointer), torch.Tensor.Wrap(results[1].Pointer), torch.Tensor.Wrap(results[2].Pointer));
    }

    public (torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor) Call4(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results = stackalloc NativeValue[4];
        Invoke(arguments, results, 4);
        return (torch.Tensor.Wrap(results[0].Pointer), torch.Tensor.Wrap(results[1].Pointer), torch.Tensor.Wrap(results[2].Pointer),
            torch.Tensor.Wrap(results[3].Pointer));
    }

    public torch.Tensor[] CallList(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        var items = (nint*)result.Pointer;
        var tensors = new torch.Tensor[result.Count];
        for (int k = 0; k < tensors.Length; k++) tensors[k] = torch.Tensor.Wrap(items[k]);
        NativeMethods.ts_free_list(result.Pointer);
        return tensors;
    }

    /// <summary>A list of tensors, by handles that the caller must free.</summary>
    public nint[] CallHandles(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        nint[] handles = new ReadOnlySpan<nint>((void*)result.Pointer, result.Count).ToArray();
        NativeMethods.ts_free_list(result.Pointer);
        return handles;
    }

    public bool CallBool(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return result.Int != 0;
    }

    public NativeValue CallValue(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return result;
    }

    private void Invoke(ReadOnlySpan<Arg> arguments, NativeValue* results, int capacity)
    {
        if (handle == 0) Find();
        int words = arguments.Length * 3;
        foreach (ref readonly Arg argument in arguments) words += argument.ExtraWords();
        if (words <= StackWords)
        {
            long* buffer = stackalloc long[words];
            Invoke(arguments, buffer, results, capacity);
        }
        else
        {
            long* buffer = (long*)NativeMemory.Alloc((nuint)words, sizeof(long));
            try { Invoke(arguments, buffer, results, capacity); }
            finally { NativeMemory.Free(buffer); }
        }
    }

    private void Invoke(ReadOnlySpan<Arg> arguments, long* buffer, NativeValue* results, int capacity)
    {
        var values = (NativeValue*)buffer;
        long* extra = buffer + arguments.Length * 3;
        for (int k = 0; k < arguments.Length; k++) arguments[k].Write(values + k, ref extra);
        int filled = 0;
        int failed = NativeMethods.ts_operator_call(handle, values, arguments.Length, results, capacity, &filled);
        if (failed != 0) Throw(arguments);
        // The native side only borrowed the handles: nothing may be finalised before it is done.
        foreach (ref readonly Arg argument in arguments) GC.KeepAlive(argument.Object);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Find()
    {
        nint found;
        if (NativeMethods.ts_operator_find("aten::" + name, overload, &found) != 0) Failure.Throw("torch");
        handle = found;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Throw(ReadOnlySpan<Arg> arguments)
    {
        string message = Failure.Text();
        var described = new List<string>();
        foreach (Arg argument in arguments) described.Add(argument.Describe());
        throw new ExternalException($"aten::{Name}({string.Join(", ", described)}): {message}");
    }
}
