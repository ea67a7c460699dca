using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Marks a factory with the contract name under which its mapping is saved.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class CustomMappingFactoryAttributeAttribute : Attribute
{
    /// <summary>The contract name.</summary>
    public CustomMappingFactoryAttributeAttribute(string contractName)
    {
        Contracts.CheckNonEmpty(contractName, nameof(contractName));
        ContractName = contractName;
    }

    internal string ContractName { get; }
}

/// <summary>Gives the mapping of a contract when a model is loaded.</summary>
public abstract class CustomMappingFactory<TSrc, TDst> : ICustomMappingFactory
    where TSrc : class, new()
    where TDst : class, new()
{
    /// <summary>For derived classes.</summary>
    protected CustomMappingFactory()
    {
    }

    /// <summary>The mapping.</summary>
    public abstract Action<TSrc, TDst> GetMapping();

    ITransformer ICustomMappingFactory.CreateTransformer(string contractName) => new CustomMappingTransformer<TSrc, TDst>(GetMapping(), contractName, null, null);
}

internal interface ICustomMappingFactory
{
    ITransformer CreateTransformer(string contractName);
}

/// <summary>Runs an own function; there is nothing to learn.</summary>
public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(CustomMappingTransformer<TSrc, TDst> transformer)
        : base(transformer)
    {
    }

    /// <summary>The columns that come out, before there is data.</summary>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (SchemaDefinition.Column column in Transformer.InputDefinition)
        {
            if (!inputSchema.TryFindColumn(column.ColumnName, out SchemaShape.Column found)) throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", column.ColumnName);
            SchemaShape.Column expected = SchemaShape.Column.Of(column.ColumnName, column.ColumnType, null);
            // Where a vector of any size will do, so does one of a known size.
            bool fits = expected.Kind == found.Kind || expected.Kind == SchemaShape.Column.VectorKind.VariableVector && found.Kind == SchemaShape.Column.VectorKind.Vector;
            if (!fits || found.ItemType != expected.ItemType || found.IsKey != expected.IsKey)
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", column.ColumnName, column.ColumnType.ToString()!, found.GetTypeString());
        }
        return inputSchema.With(Transformer.OutputDefinition.Select(c => SchemaShape.Column.Of(c.ColumnName, c.ColumnType, c.Annotations)));
    }
}

/// <summary>Runs an own function.</summary>
public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly Action<TSrc, TDst> _action;
    private readonly string? _contract;

    internal CustomMappingTransformer(Action<TSrc, TDst> action, string? contract, SchemaDefinition? input, SchemaDefinition? output)
    {
        ArgumentNullException.ThrowIfNull(action);
        (_action, _contract) = (action, contract);
        InputDefinition = input ?? SchemaDefinition.Create(typeof(TSrc), SchemaDefinition.Direction.Write);
        OutputDefinition = output ?? SchemaDefinition.Create(typeof(TDst), SchemaDefinition.Direction.Write);
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal SchemaDefinition InputDefinition { get; }

    internal SchemaDefinition OutputDefinition { get; }

    /// <summary>The columns that come out.</summary>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new MappedSchema(new Mapping(this, inputSchema)).Schema;

    /// <summary>Transforms data, lazily.</summary>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedDataView(input, new MappedSchema(new Mapping(this, input.Schema)));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new MappedRowMapper(new MappedSchema(new Mapping(this, inputSchema)));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        if (_contract is null) throw new InvalidOperationException("Empty contract name for a transform: the transform cannot be saved");
        ctx.SetSignature(typeof(CustomMappingLoader));
        ctx.Writer.Write(_contract);
        ctx.Writer.Write(_action.Method.DeclaringType!.Assembly.FullName!);
    }

    private sealed class Mapping : RowMapping
    {
        private readonly CustomMappingTransformer<TSrc, TDst> _parent;
        private readonly (DataViewSchema.Column Column, Func<DataViewRow, Action<TSrc>> Bind)[] _inputs;

        public Mapping(CustomMappingTransformer<TSrc, TDst> parent, DataViewSchema inputSchema)
            : base(inputSchema ?? throw new ArgumentNullException(nameof(inputSchema)))
        {
            _parent = parent;
            _inputs = TypedSetter.Create<TSrc>(inputSchema, false, parent.InputDefinition);
            Added = [.. parent.OutputDefinition.Select(c => new DataViewSchema.DetachedColumn(c.ColumnName, c.ColumnType, c.Annotations))];
        }

        public override DataViewSchema.DetachedColumn[] Added { get; }

        public override IEnumerable<int> Needs(int added) => _inputs.Select(i => i.Column.Index);

        public override Delegate?[] Getters(DataViewRow input, Func<int, bool> isActive, out IDisposable? dispose)
        {
            dispose = null;
            var getters = new Delegate?[Added.Length];
            if (!Enumerable.Range(0, Added.Length).Any(isActive)) return getters;
            Action<TSrc>[] read = [.. _inputs.Select(i => i.Bind(input))];
            // The objects are the same for all rows, as in ML.NET: what the function leaves alone keeps its value.
            var source = new TSrc();
            var result = new TDst();
            long computed = -1;
            for (int i = 0; i < getters.Length; i++)
                if (isActive(i)) getters[i] = TypedGetter.Create(_parent.OutputDefinition[i], Current);
            return getters;

            // The function runs once for each row, however many of its columns are read.
            TDst Current()
            {
                if (computed == input.Position) return result;
                foreach (Action<TSrc> column in read) column(source);
                _parent._action(source, result);
                computed = input.Position;
                return result;
            }
        }
    }
}

/// <summary>Loads mappings by their contract.</summary>
internal static class CustomMappingLoader
{
    internal static ITransformer Load(IHostEnvironment env, ModelLoadContext ctx)
    {
        string contract = ctx.Reader.ReadString(), assemblyName = ctx.Reader.ReadString();
        env.ComponentCatalog.RegisterAssembly(Assembly.Load(assemblyName));
        Type factory = env.ComponentCatalog.Assemblies.SelectMany(a => a.GetTypes())
            .FirstOrDefault(t => t.GetCustomAttribute<CustomMappingFactoryAttributeAttribute>()?.ContractName == contract)
            ?? throw new InvalidOperationException($"Unable to locate an extension for the contract '{contract}'. Ensure you have called ComponentCatalog.RegisterAssembly "
                + $"with the Assembly that contains a class decorated with a '{typeof(CustomMappingFactoryAttributeAttribute).FullName}'.");
        return Activator.CreateInstance(factory) is ICustomMappingFactory mapping ? mapping.CreateTransformer(contract)
            : throw new InvalidOperationException($"The class with contract '{contract}' must derive from '{typeof(CustomMappingFactory<,>).FullName}'.");
    }
}
