namespace TorchSharp;

public static partial class torch
{
    // The same elements in another shape or order.
    public partial class Tensor
    {
        public Tensor adjoint() => Aten.adjoint.Call(this);
        public Tensor alias() => Aten.alias.Call(this);
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) => Aten.as_strided.Call(this, size, strides, storageOffset);
        public Tensor atleast_1d() => Aten.atleast_1d.Call(this);
        public Tensor atleast_2d() => Aten.atleast_2d.Call(this);
        public Tensor atleast_3d() => Aten.atleast_3d.Call(this);
        public Tensor broadcast_to(params long[] shape) => Aten.broadcast_to.Call(this, shape);
        public Tensor channel_shuffle(long groups) => Aten.channel_shuffle.Call(this, groups);
        public Tensor[] chunk(long chunks, long dim = 0) => Aten.chunk.CallList(this, chunks, dim);
        public Tensor contiguous() => Aten.contiguous.Call(this);

        /// <summary>A copy in page-locked memory, from which CUDA devices read without the processor; needs CUDA.</summary>
        public Tensor pin_memory() => Aten.pin_memory.Call(this);
        public Tensor diag(long diagonal = 0) => Aten.diag.Call(this, diagonal);
        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) => Aten.diag_embed.Call(this, offset, dim1, dim2);
        public Tensor diagflat(long offset = 0) => Aten.diagflat.Call(this, offset);
        public Tensor[] dsplit(long size) => Aten.dsplit_int.CallList(this, size);
        public Tensor[] dsplit(params long[] sizes) => Aten.dsplit_array.CallList(this, sizes);
        public Tensor expand(params long[] sizes) => Aten.expand.Call(this, sizes);
        public Tensor expand(long[] sizes, bool isImplicit = false) => Aten.expand.Call(this, sizes, isImplicit);
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Aten.expand.Call(this, sizes.ToArray(), isImplicit);
        public Tensor expand(Size sizes, bool isImplicit = false) => expand(sizes.Shape, isImplicit);
        public Tensor expand_as(Tensor other) => Aten.expand_as.Call(this, other);
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Aten.flatten_using_ints.Call(this, start_dim, end_dim);
        public Tensor flip(params long[] dims) => Aten.flip.Call(this, dims);
        public Tensor fliplr() => Aten.fliplr.Call(this);
        public Tensor flipud() => Aten.flipud.Call(this);
        public Tensor[] hsplit(long size) => Aten.hsplit_int.CallList(this, size);
        public Tensor[] hsplit(params long[] sizes) => Aten.hsplit_array.CallList(this, sizes);
        public Tensor moveaxis(long[] source, long[] destination) => Aten.moveaxis_intlist.Call(this, source, destination);
        public Tensor movedim(long[] source, long[] destination) => Aten.movedim_intlist.Call(this, source, destination);
        public Tensor narrow(long dim, long start, long length) => Aten.narrow.Call(this, dim, start, length);
        public Tensor permute(params long[] permutation) => Aten.permute.Call(this, permutation);
        public Tensor ravel() => Aten.ravel.Call(this);
        public Tensor repeat(params long[] sizes) => Aten.repeat.Call(this, sizes);
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Aten.repeat_interleave_self_int.Call(this, repeats, dim, output_size);
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Aten.repeat_interleave_self_Tensor.Call(this, repeats, dim, output_size);
        public Tensor reshape(params long[] shape) => Aten.reshape.Call(this, shape);
        public Tensor roll(long shifts, long? dims = null) => Aten.roll.Call(this, shifts, dims is { } dim ? new[] { dim } : Array.Empty<long>());
        public Tensor roll(long[] shifts) => Aten.roll.Call(this, shifts);
        public Tensor roll(long[] shifts, long[] dims) => Aten.roll.Call(this, shifts, dims);
        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => Aten.roll.Call(this, shifts.ToArray(), dims.ToArray());
        public Tensor roll((long, long, long) shifts, (long, long, long) dims) =>
            roll(new[] { shifts.Item1, shifts.Item2, shifts.Item3 }, new[] { dims.Item1, dims.Item2, dims.Item3 });
        public Tensor roll((long, long) shifts, (long, long) dims) => roll(new[] { shifts.Item1, shifts.Item2 }, new[] { dims.Item1, dims.Item2 });
        public Tensor rot90(long k = 1, (long, long)? dims = null) =>
            Aten.rot90.Call(this, k, dims is { } d ? new[] { d.Item1, d.Item2 } : new[] { 0L, 1L });
        public Tensor select(long dim, long index) => Aten.select_int.Call(this, dim, index);
        public Tensor slice(long dim, long start, long finish, long step) => Aten.slice_Tensor.Call(this, dim, start, finish, step);
        public Tensor[] split(long size, int dim = 0) => Aten.split_Tensor.CallList(this, size, (long)dim);
        public Tensor[] split(params long[] sizes) => Aten.split_with_sizes.CallList(this, sizes);
        public Tensor[] split(long[] sizes, long dim = 0) => Aten.split_with_sizes.CallList(this, sizes, dim);
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => Aten.split_with_sizes.CallList(this, sizes.ToArray(), dim);
        public Tensor squeeze(long? dim = null) => dim is { } d ? Aten.squeeze_dim.Call(this, d) : Aten.squeeze.Call(this);
        public Tensor squeeze_(long? dim = null) => dim is { } d ? Aten.squeeze__dim.InPlace(this, d) : Aten.squeeze_.InPlace(this);
        public Tensor swapaxes(long dim0, long dim1) => Aten.swapaxes.Call(this, dim0, dim1);
        public Tensor swapdims(long dim0, long dim1) => Aten.swapdims.Call(this, dim0, dim1);
        public Tensor t() => Aten.t.Call(this);
        public Tensor[] tensor_split(long size, long dim = 0) => Aten.tensor_split_sections.CallList(this, size, dim);
        public Tensor[] tensor_split(long[] sizes, long dim = 0) => Aten.tensor_split_indices.CallList(this, sizes, dim);
        public Tensor[] tensor_split(Tensor indices, long dim = 0) => Aten.tensor_split_tensor_indices_or_sections.CallList(this, indices, dim);
        public Tensor tile(long[] reps) => Aten.tile.Call(this, reps);
        public Tensor transpose(long dim0, long dim1) => Aten.transpose_int.Call(this, dim0, dim1);
        public Tensor transpose_(long dim0, long dim1) => Aten.transpose_.InPlace(this, dim0, dim1);
        public Tensor tril(long diagonal = 0) => Aten.tril.Call(this, diagonal);
        public Tensor triu(long diagonal = 0) => Aten.triu.Call(this, diagonal);
        public Tensor[] unbind(long dimension = 0) => Aten.unbind_int.CallList(this, dimension);
        public Tensor unflatten(long dim, params long[] sizes) => Aten.unflatten_int.Call(this, dim, sizes);
        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);
        public Tensor unfold(long dimension, long size, long step) => Aten.unfold.Call(this, dimension, size, step);
        public Tensor unsqueeze(long dim) => Aten.unsqueeze.Call(this, dim);
        public Tensor unsqueeze_(long dim) => Aten.unsqueeze_.InPlace(this, dim);
        public Tensor view(params long[] shape) => Aten.view.Call(this, shape);
        public Tensor view_as(Tensor other) => Aten.view_as.Call(this, other);
        public Tensor view_as_complex() => Aten.view_as_complex.Call(this);
        public Tensor view_as_real() => Aten.view_as_real.Call(this);
        public Tensor[] vsplit(long size) => Aten.vsplit_int.CallList(this, size);
        public Tensor[] vsplit(params long[] sizes) => Aten.vsplit_array.CallList(this, sizes);
    }
}
