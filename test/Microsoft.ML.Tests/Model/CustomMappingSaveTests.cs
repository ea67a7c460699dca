using Microsoft.ML.Data;
using Microsoft.ML.Tests.Data;
using Microsoft.ML.Transforms;
using Xunit;

namespace Microsoft.ML.Tests.Model;

/// <summary>Own functions are saved by the name of a contract, which a factory class declares.</summary>
public sealed class CustomMappingSaveTests : IDisposable
{
    private readonly MLContext _ml = new(1);
    private readonly TemporaryFolder _folder = Read.Folder();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheFactoryOfTheContractGivesTheFunction()
    {
        IDataView data = Read.Load(3);
        Save(_ml.Transforms.CopyColumns("A", "Number").Append(_ml.Transforms.CustomMapping(new SquareFactory().GetMapping(), "square")).Fit(data), data.Schema);
        var loading = new MLContext();
        loading.ComponentCatalog.RegisterAssembly(typeof(SquareFactory).Assembly);
        Assert.Equal([0f, 1, 4], Read.Numbers(loading.Model.Load(_folder.File("model.zip"), out _).Transform(data), "Square"));
    }

    [Fact]
    public void TheAssemblyOfTheFunctionIsFoundWithoutRegistration()
    {
        IDataView data = Read.Load(2);
        Save(_ml.Transforms.CustomMapping(new SquareFactory().GetMapping(), "square").Fit(data), data.Schema);
        Assert.IsType<CustomMappingTransformer<Source, Squared>>(new MLContext().Model.Load(_folder.File("model.zip"), out _));
    }

    [Fact]
    public void ADefinitionIsNotSaved()
    {
        SchemaDefinition output = SchemaDefinition.Create(typeof(Squared));
        output["Field"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 2, 2);
        IDataView data = Read.Load(2);
        var model = _ml.Transforms.CustomMapping(new SquareFactory().GetMapping(), "square", null, output).Fit(data);
        Assert.Equal("Vector<Single, 1, 2, 2>", model.GetOutputSchema(data.Schema)["Field"].Type.ToString());
        Save(model, data.Schema);
        Assert.Equal("Vector<Single, 4>", new MLContext().Model.Load(_folder.File("model.zip"), out _).GetOutputSchema(data.Schema)["Field"].Type.ToString());
    }

    [Fact]
    public void AFunctionWithoutContractCannotBeSaved()
    {
        IDataView data = Read.Load(2);
        var model = _ml.Transforms.CustomMapping(new SquareFactory().GetMapping(), null).Fit(data);
        using var stream = new MemoryStream();
        Assert.Contains("Empty contract name", Assert.Throws<InvalidOperationException>(() => _ml.Model.Save(model, data.Schema, stream)).Message);
    }

    [Theory]
    [InlineData("unheard of", "Unable to locate an extension for the contract 'unheard of'")]
    [InlineData("no factory", "The class with contract 'no factory' must derive from")]
    public void AContractWithoutFactoryCannotBeLoaded(string contract, string message)
    {
        IDataView data = Read.Load(2);
        Save(_ml.Transforms.CustomMapping(new SquareFactory().GetMapping(), contract).Fit(data), data.Schema);
        Assert.Contains(message, Assert.Throws<InvalidOperationException>(() => new MLContext().Model.Load(_folder.File("model.zip"), out _)).Message);
    }

    private void Save(ITransformer model, DataViewSchema schema) => _ml.Model.Save(model, schema, _folder.File("model.zip"));

    public sealed class Source
    {
        public float Number { get; set; }
    }

    public sealed class Squared
    {
        public float Square { get; set; }

        [VectorType(4)]
        public float[] Field { get; set; } = new float[4];
    }

    [CustomMappingFactoryAttribute("square")]
    public sealed class SquareFactory : CustomMappingFactory<Source, Squared>
    {
        public override Action<Source, Squared> GetMapping() => Apply;

        private static void Apply(Source source, Squared squared) => squared.Square = source.Number * source.Number;
    }

    [CustomMappingFactoryAttribute("no factory")]
    public sealed class NoFactory;
}
