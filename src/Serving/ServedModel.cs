using System.IO.Hashing;

namespace Microsoft.ML.NeuralOperators.Serving;

/// <summary>A model that is in use: its session is freed after the last of its runs, and not before it is retired.</summary>
internal sealed class ServedModel
{
    private readonly OnnxOperatorSession _session;

    private ServedModel(OnnxOperatorSession session, UInt128 content, DateTime changed)
        => (_session, Content, Changed) = (session, content, changed);

    /// <summary>Tells this model's file from others.</summary>
    public UInt128 Content { get; }

    /// <summary>When the file was written that it comes from.</summary>
    public DateTime Changed { get; }

    /// <summary>The session. It refuses runs after <see cref="Retire"/>, and frees itself after the last.</summary>
    public OnnxOperatorSession Session => _session;

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">It is damaged, or no model of this library.</exception>
    public static ServedModel Open(string path, ExecutionOptions execution)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no model file '{path}'.", path);
        DateTime changed = File.GetLastWriteTimeUtc(path);
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            return new ServedModel(OnnxOperatorSession.Open(bytes, execution), XxHash128.HashToUInt128(bytes), changed);
        }
        catch (FormatException error)
        {
            throw new FormatException($"'{path}': {error.Message}", error);
        }
    }

    /// <summary>Ends it after the runs that are under way.</summary>
    public void Retire() => _session.Dispose();
}
