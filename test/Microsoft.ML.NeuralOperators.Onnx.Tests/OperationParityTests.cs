using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Tensors;
using TorchSharp;
using Xunit;
using Reduce = Microsoft.ML.NeuralOperators.Tensors.Reduce;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

/// <summary>
/// Every operation of the abstract language gives the same values in torch and in ONNX Runtime, at open sizes.
/// </summary>
public class OperationParityTests
{
    private static readonly Dictionary<string, Func<Value, Value>> Cases = Build();

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Torch_and_onnx_agree(string name)
    {
        var definition = new Probe(Cases[name]);
        ParameterValues values = ParameterValues.Initialize(definition, 1);
        using OnnxOperatorSession session =
            OnnxOperatorSession.Open(OnnxExporter.Export(definition, values), new() { Threads = 1 });
        foreach (long[] shape in new[] { new long[] { 2, 3, 6, 8 }, [1, 3, 5, 7] })
        {
            var random = new Random(3);
            float[] x = [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b))
                .Select(_ => (float)(random.NextDouble() * 2 - 0.8))];
            (float[] expected, long[] expectedShape) = Parity.Torch(definition, values, x, shape);
            (float[] actual, long[] actualShape) = session.Run([(x, shape)]);
            Assert.Equal(expectedShape, actualShape);
            Parity.Equal(expected, actual, 1e-5);
        }
    }

    [Fact]
    public void Every_operation_and_function_has_a_case()
    {
        var seen = new HashSet<string>();
        foreach (Func<Value, Value> build in Cases.Values)
            new Probe(build).Run(new Recorder(seen).Wrap(Shape.Of(2, 3, 6, 8)));
        IEnumerable<string> operations = typeof(Operation).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Operation)) && !t.IsAbstract).Select(t => t.Name)
            .Except([nameof(Unary), nameof(Binary), nameof(Reduce), nameof(Pad)])
            .Concat(Enum.GetNames<UnaryFunction>()).Concat(Enum.GetNames<BinaryFunction>())
            .Concat(Enum.GetNames<Reduction>()).Concat(Enum.GetNames<PaddingMode>());
        Assert.Empty(operations.Except(seen));
    }

    // Every value as the real part of a mode's coefficient, in one channel, with an imaginary part of its own.
    private static Value ModeProduct(Value x)
    {
        Value real = x.Transpose(1, 0, 2, 3).Reshape(1, 3, x.Shape[0] * x.Shape[2] * x.Shape[3], 1);
        Value weight = x.Interpreter.Constant([.. Enumerable.Range(1, 12).Select(i => (double)i)], 3, 2, 1, 2);
        return x.Interpreter.Apply(new ModeProduct(), Value.Concat(0, real, real * 0.5 + 1), weight);
    }

    // Of the channels over batch and grid, with a little more on the diagonal: [3, 3].
    private static Value Covariance(Value x)
    {
        Value rows = x.Transpose(1, 0, 2, 3).Reshape(3, x.Shape[0] * x.Shape[2] * x.Shape[3]);
        return rows.MatMul(rows.Transpose(1, 0)) + x.Interpreter.Constant([1, 0, 0, 0, 1, 0, 0, 0, 1], 3, 3);
    }

    private static Dictionary<string, Func<Value, Value>> Build()
    {
        var cases = new Dictionary<string, Func<Value, Value>>
        {
            ["affine"] = x => x * 3 + 0.5,
            ["matmul"] = x => x.MatMul(x.Transpose(0, 1, 3, 2)),
            ["mode product"] = ModeProduct,
            ["matmul broadcast"] = x
            => x.Transpose(0, 2, 3, 1).MatMul(x.Interpreter.Constant([1, 2, 3, 4, 5, 6], 3, 2)),
            ["linear"] = x => x.Transpose(0, 2, 3, 1).Linear(Probe.Of(x, "weight"), Probe.Of(x, "bias")),
            ["linear without bias"] = x => x.Transpose(0, 2, 3, 1).Linear(Probe.Of(x, "weight")),
            ["softmax"] = x => x.Softmax(1),
            ["dropout"] = x => x.Apply(new Dropout(0.5)),
            ["noise"] = x => x.Apply(new GumbelNoise()),
            ["observed value"] = x => x.Transpose(0, 2, 3, 1).Linear(Probe.Observe(x)),
            ["inverse Cholesky factor"] = x => x * Covariance(x).Apply(new InverseCholesky()).Reshape(1, 3, 3, 1)
                .Reduce(Reduction.Sum, 2),
            ["reshape"] = x => x.Reshape(x.Shape[0], 3, x.Shape[2] * x.Shape[3]),
            ["reshape two open sizes"] = x => x.Reshape(x.Shape[2], x.Shape[0] * 3L, x.Shape[3]),
            ["expand"] = x => x.Reduce(Reduction.Mean, 2, 3).Expand(x.Shape),
            ["concat"] = x => Value.Concat(-1, x, x * 2),
            ["flip"] = x => x.Flip(2, 3) + x.Flip(3),
            ["slice"] = x => x.Slice(2, 1, x.Shape[2] - 2).Slice(3, 0, x.Shape[3], 2),
            ["gather"] = x => x.Gather(1, 2, 0),
            ["picked rows"] = x => x.Interpreter.Apply(new PickRows(),
                x.Reshape(x.Shape[0] * 3L * x.Shape[2], x.Shape[3]), x.Interpreter.Sequence(x.Shape[2]) * 2 + 1),
            ["fraction"] = x => new DomainPadding(1, 0.25).Apply(x.Transpose(2, 3, 0, 1)),
            ["continuation"] = x => new DomainPadding(1, 0.5)
            {
                Extension = DomainExtension.Continuation,
                ContinuationPoints = 2,
            }.Apply(x.Transpose(2, 3, 0, 1)),
            ["finer grid"] = x => new FieldSampling(2, 2, null).Apply(x.Transpose(2, 3, 0, 1), v => v * v),
            ["grid of a band"] = x => new FieldSampling(2, 1.5, [6, 4]).Apply(x.Transpose(2, 3, 0, 1), v => v * v),
            ["sequence"] = x => x * x.Interpreter.Sequence(x.Shape[3]) / x.Interpreter.Number(x.Shape[2]),
            ["minimum size"] = x
            => x * x.Interpreter.Number(Dim.Min(x.Shape[2], 6)) + x * x.Interpreter.Number(Dim.Max(x.Shape[3], 8)),
            ["convolution"] = x => x.Interpreter.Apply(new Convolution(1, 1), x, Probe.Of(x, "kernel")),
            ["strided convolution"] = x
            => x.Interpreter.Apply(new Convolution(2, 1), x, Probe.Of(x, "kernel"), Probe.Of(x, "bias")),
            ["dilated convolution"] = x
            => x.Interpreter.Apply(new Convolution(1, 2, Dilation: 2), x, Probe.Of(x, "kernel"), Probe.Of(x, "bias")),
            ["depth-wise convolution"] = x => x.Interpreter.Apply(new Convolution(1, 1, Groups: 3), x,
                Probe.Of(x, "kernel").Slice(0, 0, 1).Transpose(1, 0, 2, 3)),
            ["largest of windows"] = x => x.Apply(new MaxPool(2)),
            ["largest of wide windows"] = x => x.Apply(new MaxPool(3)),
            ["batch normalisation"] = x => Probe.Normalize(x),
            ["layer normalisation"] = x => x.Transpose(0, 2, 3, 1).Apply(new LayerNormalize(1e-3)),
            ["layer normalisation with factors"] = x
            => x.Interpreter.Apply(new LayerNormalize(1e-3), x.Transpose(0, 2, 3, 1), Probe.Of(x, "scale"),
            Probe.Of(x, "shift")),
            ["linear interpolation"] = x => LinearInterpolation.Resize(x, 2, x.Shape[2] * 2, 5),
            ["linear interpolation to few points"] = x => LinearInterpolation.Resize(x, 1, 7, 1, x.Shape[2]),
            ["linear interpolation between centres"] = x
            => LinearInterpolation.Resize(x, PointPlacement.CellCentres, 2, 7, x.Shape[2] * 3),
            ["periodic linear interpolation"] = x
            => LinearInterpolation.Resize(x, PointPlacement.Periodic, 2, x.Shape[3] * 2, 5),
            ["cubic interpolation"] = x => Cubic(x, PointPlacement.EndPoints),
            ["cubic interpolation between centres"] = x => Cubic(x, PointPlacement.CellCentres),
            ["periodic cubic interpolation"] = x => Cubic(x, PointPlacement.Periodic),
            ["cubic interpolation from open sizes"]
                = x => CubicInterpolation.Resize(x, PointPlacement.CellCentres, 2, x.Shape[2] * 2, 9),
            ["cubic interpolation from open sizes below four"] = x => CubicInterpolation.Resize(
                x.Slice(2, 0, x.Shape[2] / 2), PointPlacement.CellCentres, 2, x.Shape[2] * 2, 9),
            ["coarser and finer cells"] = x => Coarsened(x, PointPlacement.CellCentres),
            ["coarser and finer periodic grid"] = x => Coarsened(x, PointPlacement.Periodic),
            ["coarser and finer closed grid"] = x => Coarsened(x, PointPlacement.EndPoints),
            ["point coordinates"] = x => PointCoordinates.Append(x.Transpose(0, 2, 3, 1)),
            ["transposed convolution"] = x
            => x.Interpreter.Apply(new TransposedConvolution(2, 1), x, Probe.Of(x, "transposed")),
            ["transposed convolution with bias"] = x
            => x.Interpreter.Apply(new TransposedConvolution(2, 1), x, Probe.Of(x, "transposed"), Probe.Of(x, "bias")),
            ["transposed convolution to sizes"] = x => x.Interpreter.Apply(
                new TransposedConvolution(2, 1, [x.Shape[2] * 2 - 1, x.Shape[3] * 2 + 1]), x,
                Probe.Of(x, "transposed")),
            ["transposed convolution of stride 3"] = x
            => x.Interpreter.Apply(new TransposedConvolution(3, 0), x, Probe.Of(x, "transposed")),
            ["transposed convolution of an odd kernel"] = x
            => x.Interpreter.Apply(new TransposedConvolution(2, 1), x, Probe.Of(x, "odd")),
            ["transposed convolution in 1-D"] = x => x.Interpreter.Apply(
                new TransposedConvolution(2, 1), x.Reshape(x.Shape[0], 3, x.Shape[2] * x.Shape[3]),
                Probe.Of(x, "line")),
            ["transposed convolution in 3-D"] = x => x.Interpreter.Apply(
                new TransposedConvolution(2, 1), x.Reshape(x.Shape[0], 3, x.Shape[2], 1, x.Shape[3]),
                Probe.Of(x, "block")),
        };
        foreach (UnaryFunction function in Enum.GetValues<UnaryFunction>())
            cases[$"{function}"] = x
                => (function is UnaryFunction.Log or UnaryFunction.Sqrt or UnaryFunction.Reciprocal ? x * x + 0.1
                : x * 3).Map(function);
        foreach (BinaryFunction function in Enum.GetValues<BinaryFunction>())
            cases[$"{function}"] = x
                => (function == BinaryFunction.Power ? x * x + 0.1 : x)
                .With(function, x.Slice(1, 1, 1) * 2 + (function == BinaryFunction.Divide ? 7 : 0));
        // The logarithm of what is negative is NaN.
        cases["a value where there is none"] = x
            => x.Map(UnaryFunction.Log).With(BinaryFunction.Coalesce, x.Slice(1, 1, 1));
        foreach (Reduction kind in Enum.GetValues<Reduction>()) cases[$"{kind}"] = x => x.Reduce(kind, -1, 1);
        foreach (PaddingMode mode in Enum.GetValues<PaddingMode>())
            cases[$"{mode}"] = x => x.Pad(mode, [2, -1], [1, x.Shape[2] / 3], [2, 1]);
        return cases;
    }

    // Of a table whose sizes are known, to sizes of which one is not.
    private static Value Cubic(Value x, PointPlacement points)
        => CubicInterpolation.Resize(Probe.Of(x, "kernel").Reshape(6, 9), points, 0, x.Shape[2] * 2, 5);

    // The grid repeated: the coarser one needs four points along each axis.
    private static Value Coarsened(Value x, PointPlacement points)
    {
        x = Value.Concat(3, x, x * 0.5);
        x = Value.Concat(2, x, x * x);
        var coarsening = new GridCoarsening(2, points);
        return coarsening.Prolong(coarsening.Restrict(x), x.Shape);
    }

    // One input [batch, 3, height, width]; the output's shape is whatever the case gives.
    private sealed class Probe : NeuralOperator
    {
        private readonly Func<Value, Value> _build;

        public Probe(Func<Value, Value> build)
        {
            _build = build;
            Declare("weight", [2, 3], Initializer.FanIn(3));
            Declare("bias", [2], Initializer.FanIn(3));
            Declare("kernel", [2, 3, 3, 3], Initializer.FanIn(9));
            Declare("transposed", [3, 2, 4, 4], Initializer.FanIn(9));
            Declare("odd", [3, 2, 5, 3], Initializer.FanIn(9));
            Declare("line", [3, 2, 5], Initializer.FanIn(9));
            Declare("block", [3, 2, 4, 4, 4], Initializer.FanIn(9));
            foreach (string name in new[] { "scale", "shift", "mean" }) Declare(name, [3], Initializer.FanIn(1));
            Declare("variance", [3], new Initializer.UniformAboveZero(2));
        }

        public override IReadOnlyList<FieldPort> Inputs { get; } = [new("x", 3, GridAxis.Of(2))];

        public override FieldPort Output { get; } = new("y", 3, GridAxis.Of(2));

        public static Value Of(Value x, string name) => x.Bind(Current!.OwnParameters.First(p => p.LocalName == name));

        public static Value Normalize(Value x)
        {
            ParameterDeclaration[] own = [.. Current!.OwnParameters];
            return x.Interpreter.Apply(new BatchNormalize(own[^2], own[^1], 1e-3), [x, .. own[^4..].Select(x.Bind)]);
        }

        public static Value Observe(Value x)
        {
            ParameterDeclaration weight = Current!.OwnParameters[0];
            return x.Bind(weight).Apply(new Observe(weight));
        }

        private static Probe? Current { get; set; }

        public override Value Forward(IReadOnlyList<Value> inputs)
        {
            Current = this;
            return _build(inputs[0]);
        }
    }

    private sealed class Recorder(HashSet<string> seen) : Interpreter
    {
        public Value Wrap(Shape shape) => new(this, shape, "");

        public override Value Parameter(ParameterDeclaration declaration) => Wrap(Shape.Of([.. declaration.Shape]));

        public override Value Table(string key, Func<Value> build) => build();

        private protected override object Execute(Operation operation, IReadOnlyList<Value> inputs, Shape[] shapes,
            Shape output)
        {
            seen.Add(operation switch
            {
                Unary unary => $"{unary.Function}",
                Binary binary => $"{binary.Function}",
                Reduce reduce => $"{reduce.Kind}",
                Pad pad => $"{pad.Mode}",
                _ => operation.Name,
            });
            return "";
        }
    }
}
