namespace TorchSharp;

public static partial class torch
{
    /// <summary>One position between the brackets of a tensor.</summary>
    public struct TensorIndex
    {
        internal enum Kinds { None, Single, Slice, Tensor, Bool, Ellipsis }

        internal Kinds Kind;
        internal long? Start, Stop, Step;
        internal Tensor? Selected;

        /// <summary>A new dimension of length one.</summary>
        public static TensorIndex None = new() { Kind = Kinds.None };
        public static TensorIndex Null = None;
        /// <summary>All dimensions in between.</summary>
        public static TensorIndex Ellipsis = new() { Kind = Kinds.Ellipsis };
        /// <summary>A whole dimension.</summary>
        public static TensorIndex Colon = Slice((long?)null);

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { Kind = Kinds.Slice, Start = start, Stop = stop, Step = step };

        public static TensorIndex Slice((int?, int?) range) => Slice(range.Item1, range.Item2);

        public static TensorIndex Slice(Range range) => Slice(Bound(range.Start, false), Bound(range.End, true));

        // ^0 as an end means "to the end"; other counts from the end are negative positions.
        private static long? Bound(Index index, bool end) =>
            !index.IsFromEnd ? index.Value : index.Value == 0 && end ? null : -index.Value;

        public static TensorIndex Bool(bool value) => new() { Kind = Kinds.Bool, Start = value ? 1 : 0 };
        public static TensorIndex Single(long? index) => new() { Kind = Kinds.Single, Start = index };
        public static TensorIndex Tensor(Tensor tensor) => new() { Kind = Kinds.Tensor, Selected = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex(Range range) => Slice(range);
        public static implicit operator TensorIndex((int?, int?) range) => Slice(range);
    }
}
