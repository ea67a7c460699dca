namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>A multi-dimensional array in libtorch. Disposing it frees it at once; a finaliser is the safety net.</summary>
    public partial class Tensor : IDisposable
    {
        private static long totalCount, peakCount;
        private nint handle;

        /// <summary>The scope that will dispose this tensor, and its place in there.</summary>
        internal DisposeScope? Scope;
        internal int ScopeIndex;

        internal Tensor(nint handle, bool scoped = true)
        {
            this.handle = handle;
            long count = Interlocked.Increment(ref totalCount);
            if (count > Volatile.Read(ref peakCount)) RaisePeak(count);
            if (scoped) DisposeScope.Current?.Add(this);
        }

        ~Tensor() => Free();

        /// <summary>A tensor for a native result; null where libtorch gave an undefined one.</summary>
        internal static Tensor Wrap(nint handle) => handle == 0 ? null! : new Tensor(handle);

        /// <summary>How many tensors are alive now.</summary>
        public static long TotalCount => Interlocked.Read(ref totalCount);

        /// <summary>How many there were at the most.</summary>
        public static long PeakCount => Interlocked.Read(ref peakCount);

        private static void RaisePeak(long count)
        {
            long seen;
            while ((seen = Interlocked.Read(ref peakCount)) < count && Interlocked.CompareExchange(ref peakCount, count, seen) != seen) { }
        }

        public IntPtr Handle
        {
            get
            {
                if (handle == 0) throw new InvalidOperationException("Tensor invalid -- empty handle: it was disposed, or became a parameter.");
                return handle;
            }
        }

        public bool IsInvalid => handle == 0;

        public void Dispose()
        {
            Scope?.Remove(this);
            Free();
            GC.SuppressFinalize(this);
        }

        private void Free()
        {
            nint old = Interlocked.Exchange(ref handle, 0);
            if (old == 0) return;
            NativeMethods.ts_tensor_free(old);
            Interlocked.Decrement(ref totalCount);
        }

        /// <summary>Gives the native tensor away; this object becomes empty.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            nint given = Interlocked.Exchange(ref handle, 0);
            if (given != 0) Interlocked.Decrement(ref totalCount);
            GC.SuppressFinalize(this);
            return given;
        }

        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        /// <summary>Takes this tensor out of the scope inside and puts it in the scope around it.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            Scope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes this tensor out of its scope: only Dispose or the garbage collector ends it.</summary>
        public Tensor DetachFromDisposeScope()
        {
            Scope?.Remove(this);
            return this;
        }

        [Obsolete("The name is misspelled: use DetachFromDisposeScope.")]
        public Tensor DetatchFromDisposeScope() => DetachFromDisposeScope();

        public override bool Equals(object? obj) => ReferenceEquals(this, obj);
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
