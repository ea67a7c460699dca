using System.Runtime.CompilerServices;

namespace TorchSharp;

/// <summary>
/// Owns the tensors that its thread makes while it is the innermost scope, and disposes those still in it at its end.
/// Scopes belong to their thread and nest.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic] private static DisposeScope? current;

    // A tensor knows its place in here, so that leaving takes constant time.
    private readonly List<torch.Tensor> owned = [];
    private DisposeScope? outer;
    private bool disposed;

    internal DisposeScope()
    {
        outer = current;
        current = this;
    }

    /// <summary>The scope of this thread that new tensors join.</summary>
    internal static DisposeScope? Current => current;

    /// <summary>How many things this scope would dispose.</summary>
    public int DisposablesCount => owned.Count;

    /// <summary>What this scope would dispose, in no particular order.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => owned.ToArray();

    public bool Contains(IDisposable disposable) => disposable is torch.Tensor t && t.Scope == this;

    internal void Add(torch.Tensor tensor)
    {
        tensor.Scope = this;
        tensor.ScopeIndex = owned.Count;
        owned.Add(tensor);
    }

    internal void Remove(torch.Tensor tensor)
    {
        int last = owned.Count - 1;
        torch.Tensor moved = owned[last];
        owned[tensor.ScopeIndex] = moved;
        moved.ScopeIndex = tensor.ScopeIndex;
        owned.RemoveAt(last);
        tensor.Scope = null;
    }

    /// <summary>Puts <paramref name="heir"/> where <paramref name="tensor"/> was.</summary>
    internal static void Replace(torch.Tensor tensor, torch.Tensor heir)
    {
        if (heir.Scope is { } wrong) wrong.Remove(heir);
        if (tensor.Scope is not { } scope) return;
        scope.Remove(tensor);
        scope.Add(heir);
    }

    // To the outer scope ----------------------------------------------------------------------------------------------

    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        Move(disposable);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        Move(first);
        Move(second);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        Move(first);
        Move(second);
        Move(third);
        return (first, second, third);
    }

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables) Move(disposable);
    }

    private void Move(IDisposable disposable)
    {
        if (disposable is not torch.Tensor t || t.Scope != this) return;
        Remove(t);
        outer?.Add(t);
    }

    // Out of all scopes -----------------------------------------------------------------------------------------------

    public T Detach<T>(T disposable) where T : IDisposable
    {
        Forget(disposable);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        Forget(first);
        Forget(second);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        Forget(first);
        Forget(second);
        Forget(third);
        return (first, second, third);
    }

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables) Forget(disposable);
    }

    private void Forget(IDisposable disposable)
    {
        if (disposable is torch.Tensor t && t.Scope == this) Remove(t);
    }

    /// <summary>Takes note that something was disposed elsewhere.</summary>
    public void MarkAsDisposed(IDisposable disposable) => Forget(disposable);

    // The end ---------------------------------------------------------------------------------------------------------

    public void DisposeEverything() => DisposeEverythingBut(Array.Empty<IDisposable>());

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = new HashSet<object>(inKeep, System.Collections.Generic.ReferenceEqualityComparer.Instance);
        if (keep.Count == 0)
        {
            DisposeAll();
            return;
        }
        foreach (torch.Tensor tensor in owned.ToArray())
            if (!keep.Contains(tensor)) tensor.Dispose();
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second, third]);
        return (first, second, third);
    }

    private void DisposeAll()
    {
        // From the end: each removal then moves nothing.
        while (owned.Count > 0) owned[^1].Dispose();
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        DisposeAll();
        // Usually the innermost one; after a forgotten inner scope, unlink it wherever it is.
        if (current == this)
        {
            current = outer;
            return;
        }
        for (DisposeScope? s = current; s is not null; s = s.outer)
            if (s.outer == this) s.outer = outer;
    }
}

public static partial class torch
{
    /// <summary>A new innermost scope of this thread; dispose it to dispose its tensors.</summary>
    public static DisposeScope NewDisposeScope() => new();

    /// <summary>Runs an expression in a scope of its own that only its result leaves.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(expr());
    }
}
