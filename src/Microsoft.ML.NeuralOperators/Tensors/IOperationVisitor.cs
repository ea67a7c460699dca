namespace Microsoft.ML.NeuralOperators.Tensors;

/// <summary>What runs operations. A new one does not compile until every interpreter handles it.</summary>
internal interface IOperationVisitor<out T>
{
    T Visit(Transpose operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Reshape operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Expand operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Concat operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Slice operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Flip operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Pad operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Gather operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(PickRows operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Convolution operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(TransposedConvolution operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Unary operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Binary operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Affine operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Dropout operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(GumbelNoise operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Softmax operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(MatMul operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(LinearProduct operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(InverseCholesky operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Reduce operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(BatchNormalize operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(LayerNormalize operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Observe operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(MaxPool operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Constant operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(Sequence operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(SizeOf operation, IReadOnlyList<Value> inputs, Shape output);

    T Visit(ModeProduct operation, IReadOnlyList<Value> inputs, Shape output);
}
