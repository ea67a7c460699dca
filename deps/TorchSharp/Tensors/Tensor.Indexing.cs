using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Put([i1], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => At([i1, i2]);
            set => Put([i1, i2], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => At([i1, i2, i3]);
            set => Put([i1, i2, i3], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At([i1, i2, i3, i4]);
            set => Put([i1, i2, i3, i4], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => At([i1, i2, i3, i4, i5]);
            set => Put([i1, i2, i3, i4, i5], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => At([i1, i2, i3, i4, i5, i6]);
            set => Put([i1, i2, i3, i4, i5, i6], value);
        }

        private Tensor At(long[] positions) => index(Array.ConvertAll(positions, TensorIndexOf));
        private void Put(long[] positions, Tensor value) => index_put_(value, Array.ConvertAll(positions, TensorIndexOf));
        private static TensorIndex TensorIndexOf(long position) => position;

        /// <summary>A view where only numbers and slices are given, a copy where tensors select.</summary>
        public Tensor index(params TensorIndex[] indices)
        {
            (Tensor view, Tensor?[] selected) = View(indices);
            if (selected.Length == 0) return view;
            Tensor result = Aten.index_Tensor.Call(view, selected);
            view.Dispose();
            return result;
        }

        public Tensor index(params Tensor[] indices) => Aten.index_Tensor.Call(this, indices);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            (Tensor view, Tensor?[] selected) = View(indices);
            if (selected.Length == 0) Aten.copy_.Run(view, value);
            else Aten.index_put_.Run(view, selected, value);
            view.Dispose();
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => Aten.index_put_.InPlace(this, indices, value);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using Tensor element = scalar_tensor(value, this).DetachFromDisposeScope();
            return index_put_(element, indices);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using Tensor element = scalar_tensor(value, this).DetachFromDisposeScope();
            return index_put_(element, indices);
        }

        private static Tensor scalar_tensor(Scalar value, Tensor like) => Aten.scalar_tensor.Call(value, like.dtype, Arg.Default, like.device);

        // Applies numbers, slices and new dimensions one after the other; what selects by tensors is left in its slot.
        private (Tensor view, Tensor?[] selected) View(TensorIndex[] indices)
        {
            long consumed = 0;
            foreach (TensorIndex i in indices)
                consumed += i.Kind switch
                {
                    TensorIndex.Kinds.Single or TensorIndex.Kinds.Slice => 1,
                    TensorIndex.Kinds.Tensor => i.Selected!.dtype == ScalarType.Bool ? i.Selected.dim() : 1,
                    _ => 0,
                };
            var slots = new List<Tensor?>();
            bool selects = false;
            Tensor view = alias();
            long dim = 0;
            void Next(Tensor made)
            {
                view.Dispose();
                view = made;
            }

            foreach (TensorIndex i in indices)
            {
                switch (i.Kind)
                {
                    case TensorIndex.Kinds.Single:
                        Next(view.select(dim, i.Start ?? 0));
                        break;
                    case TensorIndex.Kinds.Slice:
                        if (i.Start is not null || i.Stop is not null || i.Step is not null)
                            Next(Aten.slice_Tensor.Call(view, dim, i.Start, i.Stop, i.Step ?? 1));
                        dim++;
                        slots.Add(null);
                        break;
                    case TensorIndex.Kinds.None:
                        Next(view.unsqueeze(dim++));
                        slots.Add(null);
                        break;
                    case TensorIndex.Kinds.Ellipsis:
                        for (long skipped = this.dim() - consumed; skipped > 0; skipped--, dim++) slots.Add(null);
                        break;
                    case TensorIndex.Kinds.Bool:
                        Next(view.unsqueeze(dim++));
                        slots.Add(i.Start != 0 ? zeros([1], ScalarType.Int64) : zeros([0], ScalarType.Int64));
                        selects = true;
                        break;
                    case TensorIndex.Kinds.Tensor:
                        dim += i.Selected!.dtype == ScalarType.Bool ? i.Selected.dim() : 1;
                        slots.Add(i.Selected);
                        selects = true;
                        break;
                }
            }
            return (view, selects ? slots.ToArray() : []);
        }
    }
}
