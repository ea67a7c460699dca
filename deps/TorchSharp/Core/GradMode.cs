namespace TorchSharp;

public static partial class torch
{
    /// <summary>Restores something when disposed.</summary>
    private sealed class Restore(Action undo) : IDisposable
    {
        private Action? undo = undo;
        public void Dispose() => Interlocked.Exchange(ref undo, null)?.Invoke();
    }

    /// <summary>Nothing is recorded for backward until the result is disposed.</summary>
    public static IDisposable no_grad() => set_grad_enabled(false);

    public static IDisposable enable_grad(bool enabled = true) => set_grad_enabled(enabled);

    public static IDisposable set_grad_enabled(bool mode = true)
    {
        int before = NativeMethods.ts_grad_mode();
        NativeMethods.ts_set_grad_mode(mode ? 1 : 0);
        return new Restore(() => NativeMethods.ts_set_grad_mode(before));
    }

    public static bool is_grad_enabled() => NativeMethods.ts_grad_mode() != 0;

    /// <summary>As <see cref="no_grad"/>, but its tensors never take part in a graph, which is faster still.</summary>
    public static IDisposable inference_mode(bool mode = true)
    {
        nint guard = NativeMethods.ts_enter_inference_mode(mode ? 1 : 0);
        return new Restore(() => NativeMethods.ts_leave_inference_mode(guard));
    }

    public static bool is_inference_mode_enabled() => NativeMethods.ts_inference_mode() != 0;
}
