using System.IO.Compression;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Saving, loading and predicting.</summary>
public sealed class ModelOperationsCatalog
{
    private const string Root = "TransformerChain/";
    private readonly IHostEnvironment _env;

    internal ModelOperationsCatalog(IHostEnvironment env) => _env = env;

    /// <summary>Saves a model; the file appears when it is complete.</summary>
    public void Save(ITransformer? model, DataViewSchema? inputSchema, string filePath)
    {
        Contracts.CheckNonEmpty(filePath, nameof(filePath));
        string temporary = $"{filePath}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = File.Create(temporary)) Save(model, inputSchema, stream);
            File.Move(temporary, filePath, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Saves a model.</summary>
    public void Save(ITransformer? model, DataViewSchema? inputSchema, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        using (var version = new StreamWriter(zip.CreateEntry("TrainingInfo/Version.txt").Open())) version.Write("5.0.0");
        if (inputSchema is not null)
            using (var schema = new BinaryWriter(zip.CreateEntry("Schema").Open())) SchemaFormat.Write(schema, inputSchema);
        if (model is not null) ModelSaveContext.Save(zip, Root, model);
    }

    /// <summary>Loads a model.</summary>
    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        Contracts.CheckNonEmpty(filePath, nameof(filePath));
        using FileStream stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }

    /// <summary>Loads a model.</summary>
    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            inputSchema = null!;
            if (zip.GetEntry("Schema") is { } entry)
                using (var reader = new BinaryReader(entry.Open())) inputSchema = SchemaFormat.Read(reader);
            // ML.NET takes what has neither for its oldest format, and fails to read that.
            else Contracts.Check(zip.GetEntry(Root + ModelSaveContext.KeyName) is not null, "Could not load legacy format model");
            return ModelLoadContext.Load(_env, zip, Root);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new FormatException($"Corrupt model file: {error.Message}", error);
        }
    }

    /// <summary>Predicts single examples.</summary>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, bool ignoreMissingColumns = true,
        SchemaDefinition? inputSchemaDefinition = null, SchemaDefinition? outputSchemaDefinition = null)
        where TSrc : class
        where TDst : class, new()
        => new(_env, transformer, ignoreMissingColumns, inputSchemaDefinition ?? SchemaDefinition.Create(typeof(TSrc), SchemaDefinition.Direction.Read), outputSchemaDefinition, true);

    /// <summary>Predicts single examples of a schema.</summary>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, DataViewSchema inputSchema)
        where TSrc : class
        where TDst : class, new()
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new(_env, transformer, false, EnumerableDataView<TSrc>.Definition(inputSchema), null, true);
    }

    /// <summary>Predicts single examples.</summary>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, PredictionEngineOptions options)
        where TSrc : class
        where TDst : class, new()
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(_env, transformer, options.IgnoreMissingColumns, options.InputSchemaDefinition ?? SchemaDefinition.Create(typeof(TSrc), SchemaDefinition.Direction.Read),
            options.OutputSchemaDefinition, options.OwnsTransformer);
    }
}
