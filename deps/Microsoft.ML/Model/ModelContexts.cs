using System.IO.Compression;
using System.Reflection;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where a transformer saves itself: a folder of a model file with one header and any number of entries.</summary>
public sealed class ModelSaveContext : IDisposable
{
    internal const string KeyName = "Model.key";
    private readonly ZipArchive _zip;
    private readonly string _folder;
    private readonly MemoryStream _content = new();
    private readonly BinaryWriter _writer;
    private Type? _loader;

    internal ModelSaveContext(ZipArchive zip, string folder)
    {
        (_zip, _folder) = (zip, folder);
        _writer = new BinaryWriter(_content, Encoding.UTF8);
    }

    /// <summary>Numbers and texts of the header.</summary>
    internal BinaryWriter Writer => _writer;

    /// <summary>Names the class whose static method Load reads what is saved. Once for every folder.</summary>
    internal void SetSignature(Type loader)
    {
        if (_loader is not null) throw new InvalidOperationException("ModelSignature already specified!");
        _loader = loader;
    }

    /// <summary>Saves an entry.</summary>
    internal void SaveBinaryStream(string name, Action<BinaryWriter> action)
    {
        using var writer = new BinaryWriter(_zip.CreateEntry(_folder + name).Open());
        action(writer);
    }

    /// <summary>Saves a part in a folder below.</summary>
    internal void SaveModel(ICanSaveModel part, string name) => Save(_zip, $"{_folder}{name}/", part);

    internal static void Save(ZipArchive zip, string folder, ICanSaveModel part)
    {
        using var context = new ModelSaveContext(zip, folder);
        part.Save(context);
        context.Done();
    }

    private void Done()
    {
        if (_loader is null) throw new InvalidOperationException("ModelSignature not specified!");
        _writer.Flush();
        using var entry = new BinaryWriter(_zip.CreateEntry(_folder + KeyName).Open(), Encoding.UTF8);
        entry.Write(_loader.Assembly.GetName().Name!);
        entry.Write(_loader.FullName!);
        entry.Write((int)_content.Length);
        entry.Write(_content.ToArray());
    }

    /// <summary>Ends saving.</summary>
    public void Dispose() => _writer.Dispose();
}

/// <summary>Where a transformer loads itself from.</summary>
internal sealed class ModelLoadContext
{
    private readonly ZipArchive _zip;
    private readonly string _folder;

    private ModelLoadContext(ZipArchive zip, string folder, BinaryReader reader) => (_zip, _folder, Reader) = (zip, folder, reader);

    public BinaryReader Reader { get; }

    public static ITransformer Load(IHostEnvironment env, ZipArchive zip, string folder)
    {
        ZipArchiveEntry entry = zip.GetEntry(folder + ModelSaveContext.KeyName) ?? throw new FormatException("Corrupt model file");
        using var reader = new BinaryReader(entry.Open(), Encoding.UTF8);
        string assembly = reader.ReadString(), type = reader.ReadString();
        byte[] content = reader.ReadBytes(reader.ReadInt32());
        // Only stock components can have written a header.
        if (!assembly.StartsWith("Microsoft.ML", StringComparison.Ordinal)) throw new FormatException($"The model names the loader '{type}' of '{assembly}', which is not one of ML.NET.");
        MethodInfo load = Assembly.Load(assembly).GetType(type)?.GetMethod("Load", BindingFlags.Static | BindingFlags.NonPublic, [typeof(IHostEnvironment), typeof(ModelLoadContext)])
            ?? throw new FormatException($"Could not find loader '{type}'");
        var context = new ModelLoadContext(zip, folder, new BinaryReader(new MemoryStream(content), Encoding.UTF8));
        return (ITransformer)ColumnDispatch.Invoke(load, env, context)!;
    }

    public ITransformer LoadModel(IHostEnvironment env, string name) => Load(env, _zip, $"{_folder}{name}/");

    public BinaryReader OpenBinaryStream(string name)
        => new((_zip.GetEntry(_folder + name) ?? throw new FormatException("Corrupt model file")).Open());
}
