using Microsoft.ML.Data;
using Microsoft.ML.Tests.Data;
using Microsoft.ML.Transforms.Onnx;
using Xunit;

namespace Microsoft.ML.Tests.Onnx;

public sealed class ApplyOnnxModelTests : OnnxFixture
{
    [Fact]
    public void RowsGoThroughTheModelOneAtATime()
    {
        string model = Write(TinyModel.Of(["x:N,2"], ["y:N,2", "seen:2:int64"], "Neg x > y", "Shape x > seen"));
        IDataView data = Rows([2], [1, 2], [3, 4], [5, 6]);
        using OnnxTransformer transformer = Ml.Transforms.ApplyOnnxModel(model).Fit(data);
        IDataView output = transformer.Transform(data);
        Assert.Equal([[-1f, -2], [-3f, -4], [-5f, -6]], output.GetColumn<float[]>("y"));
        Assert.All(output.GetColumn<long[]>("seen"), shape => Assert.Equal([1L, 2], shape));
        Assert.Equal(3, output.Preview().RowView.Length);
    }

    [Fact]
    public void TheFirstOpenSizeIsOneAndItStays()
    {
        string model = Write(TinyModel.Unary("Neg", "x:N,1,2,3", "y:N,1,2,3"));
        IDataView data = Rows([1, 2, 3], [1, 2, 3, 4, 5, 6]);
        using OnnxTransformer transformer = Ml.Transforms.ApplyOnnxModel(model).Fit(data);
        Assert.Equal("Vector<Single, 1, 1, 2, 3>", transformer.GetOutputSchema(data.Schema)["y"].Type.ToString());
        Assert.Equal("y: Vector of Single", Shapes.Describe(Ml.Transforms.ApplyOnnxModel(model).GetOutputSchema(Shapes.Of(data)))[1]);
    }

    [Fact]
    public void OnlyTheNumberOfValuesMatters()
    {
        string model = Write(TinyModel.Unary("Neg", "x:N,2,2", "y:N,2,2"));
        Assert.Equal([-1f, -2, -3, -4], Run(Ml.Transforms.ApplyOnnxModel(model), Rows([4], [1, 2, 3, 4])).Single());
        Assert.Equal([-1f, -2, -3, -4], Run(Ml.Transforms.ApplyOnnxModel(model), Rows([1, 4, 1], [1, 2, 3, 4])).Single());
        var error = Assert.Throws<InvalidOperationException>(() => Ml.Transforms.ApplyOnnxModel(model).Fit(Rows([3], [1, 2, 3])));
        Assert.Contains("Input shape mismatch: Input 'x' has shape 1,2,2, but input data is of length 3.", error.Message);
    }

    [Fact]
    public void AMultipleOfTheSizePassesTheSchemaAndFailsInTheRow()
    {
        string model = Write(TinyModel.Unary("Neg", "x:N,2", "y:N,2"));
        IDataView data = Rows([4], [1, 2, 3, 4]);
        using OnnxTransformer transformer = Ml.Transforms.ApplyOnnxModel(model).Fit(data);
        Assert.ThrowsAny<ArgumentException>(() => transformer.Transform(data).GetColumn<float[]>("y").ToArray());
    }

    [Fact]
    public void OneOpenSizeFollowsFromTheLengthOfAVaryingColumn()
    {
        string model = Write(TinyModel.Unary("Neg", "x:N,2,W", "y:N,2,W"));
        IDataView data = Rows([0], [1, 2], [1, 2, 3, 4]);
        using OnnxTransformer transformer = Ml.Transforms.ApplyOnnxModel(model).Fit(data);
        Assert.Equal("Vector<Single>", transformer.GetOutputSchema(data.Schema)["y"].Type.ToString());
        Assert.Equal([[-1f, -2], [-1f, -2, -3, -4]], transformer.Transform(data).GetColumn<float[]>("y"));
    }

    [Fact]
    public void AColumnOfKnownSizeDoesNotFillAnOpenSize()
    {
        string model = Write(TinyModel.Unary("Neg", "x:N,2,W", "y:N,2,W"));
        IDataView data = Rows([4], [1, 2, 3, 4]);
        using OnnxTransformer transformer = Ml.Transforms.ApplyOnnxModel(model).Fit(data);
        Assert.ThrowsAny<ArgumentException>(() => transformer.Transform(data).GetColumn<float[]>("y").ToArray());
    }

    [Fact]
    public void AVaryingColumnNeedsAnOpenSize()
    {
        string model = Write(TinyModel.Unary("Neg", "x:N,2", "y:N,2"));
        IDataView data = Rows([0], [1, 2]);
        using OnnxTransformer transformer = Ml.Transforms.ApplyOnnxModel(model).Fit(data);
        Assert.Throws<ArgumentOutOfRangeException>(() => transformer.Transform(data).GetColumn<float[]>("y").ToArray());
    }

    [Fact]
    public void TwoOpenSizesNeedAShapeDictionary()
    {
        string model = Write(TinyModel.Unary("Neg", "x:N,1,H,W", "y:N,1,H,W"));
        IDataView data = Rows([1, 2, 2], [1, 2, 3, 4]);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Ml.Transforms.ApplyOnnxModel(model).Fit(data));
        Assert.Contains("Only 1 unknown dimension is allowed", error.Message);

        var shapes = new Dictionary<string, int[]> { ["x"] = [1, 1, 2, 2], ["y"] = [1, 1, 2, 2] };
        using OnnxTransformer transformer = Ml.Transforms.ApplyOnnxModel(model, shapes).Fit(data);
        Assert.Equal("Vector<Single, 1, 1, 2, 2>", transformer.GetOutputSchema(data.Schema)["y"].Type.ToString());
        Assert.Equal([-1f, -2, -3, -4], transformer.Transform(data).GetColumn<float[]>("y").Single());

        using OnnxTransformer open = Ml.Transforms.ApplyOnnxModel(model, new Dictionary<string, int[]> { ["x"] = [1, 1, 2, 2] }).Fit(data);
        Assert.Equal("Vector<Single>", open.GetOutputSchema(data.Schema)["y"].Type.ToString());
    }

    [Fact]
    public void AShapeWithAFirstSizePacksSamplesInARow()
    {
        string model = Write(TinyModel.Of(["x:N,2"], ["y:N,2", "seen:2:int64"], "Neg x > y", "Shape x > seen"));
        IDataView data = Rows([6], [1, 2, 3, 4, 5, 6]);
        using OnnxTransformer transformer = Ml.Transforms.ApplyOnnxModel(model, new Dictionary<string, int[]> { ["x"] = [3, 2], ["y"] = [3, 2] }).Fit(data);
        Assert.Equal("Vector<Single, 3, 2>", transformer.GetOutputSchema(data.Schema)["y"].Type.ToString());
        Assert.Equal([-1f, -2, -3, -4, -5, -6], transformer.Transform(data).GetColumn<float[]>("y").Single());
        Assert.Equal([3L, 2], transformer.Transform(data).GetColumn<long[]>("seen").Single());
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 2, 1)]
    public void AShapeMustFitTheModel(params int[] shape)
    {
        string model = Write(TinyModel.Unary("Neg", "x:N,2", "y:N,2"));
        Assert.Contains("is not compatible with the shape", Assert.Throws<ArgumentOutOfRangeException>(
            () => Ml.Transforms.ApplyOnnxModel(model, new Dictionary<string, int[]> { ["x"] = shape })).Message);
    }

    [Fact]
    public void InputsAndOutputsCanBeChosen()
    {
        string model = Write(TinyModel.Of(["x:N,2"], ["y:N,2", "z:N,2"], "Neg x > y", "Abs x > z"));
        IDataView data = Rows([2], [-1, 2]);
        using OnnxTransformer one = Ml.Transforms.ApplyOnnxModel("z", "x", model).Fit(data);
        Assert.Equal(["x", "z"], one.GetOutputSchema(data.Schema).Select(c => c.Name));
        Assert.Equal([1f, 2], one.Transform(data).GetColumn<float[]>("z").Single());
        using OnnxTransformer both = Ml.Transforms.ApplyOnnxModel(["z", "y"], ["x"], model).Fit(data);
        Assert.Equal(["x", "z", "y"], both.GetOutputSchema(data.Schema).Select(c => c.Name));
        Assert.Equal([1f, -2], both.Transform(data).GetColumn<float[]>("y").Single());
    }

    [Fact]
    public void SeveralColumnsAndScalarsAreInputs()
    {
        string model = Write(TinyModel.Of(["Number:N,1", "Vector:N,3"], ["y:N,3"], "Mul Vector Number > y"));
        using OnnxTransformer transformer = Ml.Transforms.ApplyOnnxModel(model).Fit(Read.Load(1));
        Assert.Equal([4f, 5, -4], transformer.Transform(Read.Load(3)).GetColumn<float[]>("y").Last());
    }

    [Fact]
    public void ASuffixOfOutputNamesIsDropped()
    {
        string model = Write(TinyModel.Unary("Neg", "x:N,2", "y.output:N,2"));
        Assert.Equal([-1f, -2], Run(Ml.Transforms.ApplyOnnxModel(model), Rows([2], [1, 2])).Single());
    }

    [Fact]
    public void ColumnsMustHaveTheElementTypeOfTheModel()
    {
        string model = Write(TinyModel.Unary("Neg", "x:N,2:double", "y:N,2:double"));
        IDataView data = Rows([2], [1, 2]);
        foreach (Action use in new Action[] { () => Ml.Transforms.ApplyOnnxModel(model).Fit(data), () => Ml.Transforms.ApplyOnnxModel(model).GetOutputSchema(Shapes.Of(data)) })
            Assert.Contains("Schema mismatch for input column 'x': expected Double", Assert.Throws<ArgumentOutOfRangeException>(use).Message);
    }

    [Fact]
    public void AMissingColumnIsNamed()
    {
        string model = Write(TinyModel.Unary("Neg", "x:N,2", "y:N,2"));
        foreach (Action use in new Action[] { () => Ml.Transforms.ApplyOnnxModel(model).Fit(Read.Load(1)), () => Ml.Transforms.ApplyOnnxModel(model).GetOutputSchema(Shapes.Of(Read.Load(1))) })
            Assert.Contains("Could not find input column 'x'", Assert.Throws<ArgumentOutOfRangeException>(use).Message);
    }

    [Fact]
    public void NamesMustBeThoseOfTheModel()
    {
        string model = Write(TinyModel.Unary("Neg", "x:N,2", "y:N,2"));
        Assert.Contains("does not exist in the ONNX model", Assert.Throws<ArgumentOutOfRangeException>(() => Ml.Transforms.ApplyOnnxModel("z", "x", model)).Message);
        Assert.Contains("does not exist in the ONNX model", Assert.Throws<ArgumentOutOfRangeException>(() => Ml.Transforms.ApplyOnnxModel("y", "z", model).Fit(Rows([2], [1, 2]))).Message);
    }

    [Fact]
    public void HalfPrecisionIsNotSupported()
        => Assert.Throws<InvalidOperationException>(() => Ml.Transforms.ApplyOnnxModel(Write(TinyModel.Unary("Cast", "x:N,2", "y:N,2:float16"))));

    [Fact]
    public void AModelThatCannotBeReadShowsAtOnce()
    {
        Assert.Contains("does not exists", Assert.ThrowsAny<IOException>(() => Ml.Transforms.ApplyOnnxModel(FileOf("nowhere.onnx"))).Message);
        Assert.Contains("Error initializing model", Assert.Throws<InvalidOperationException>(() => Ml.Transforms.ApplyOnnxModel(Write([1, 2, 3, 4]))).Message);
        Assert.Throws<InvalidOperationException>(() => Ml.Transforms.ApplyOnnxModel(Write(TinyModel.Unary("NoSuchOperator", "x:N,2", "y:N,2"))));
    }

    [Fact]
    public void FittingGivesTheSameTransformerEachTime()
    {
        var estimator = Ml.Transforms.ApplyOnnxModel(Write(TinyModel.Unary("Neg", "x:N,2", "y:N,2")));
        using OnnxTransformer transformer = estimator.Fit(Rows([2], [1, 2]));
        Assert.Same(transformer, estimator.Fit(Rows([2], [3, 4])));
    }

    [Fact]
    public void ExamplesOfAnEngineAreRunOneByOne()
    {
        string model = Write(TinyModel.Unary("Neg", "Vector:N,3", "y:N,3"));
        using var engine = Ml.Model.CreatePredictionEngine<Sample, Prediction>(Ml.Transforms.ApplyOnnxModel(model).Fit(Read.Load(1)));
        Assert.Equal([-1f, -1.5f, 1], engine.Predict(Sample.Rows(2)[1]).Y);
        Assert.Equal([-2f, -2.5f, 2], engine.Predict(Sample.Rows(3)[2]).Y);
    }

    public sealed class Prediction
    {
        [ColumnName("y"), VectorType(1, 3)]
        public float[] Y { get; set; } = [];
    }
}
