using System.IO.Hashing;

namespace Microsoft.ML.NeuralOperators.Serving;

/// <summary>
/// A model that is in use: its session is freed after the last of its runs, and not before it is retired.
/// </summary>
internal sealed class ServedModel
{
    private ServedModel(OnnxOperatorSession session, ModelShapes shapes, UInt128 content)
        => (Session, Shapes, Content) = (session, shapes, content);

    /// <summary>Tells this model's file from others.</summary>
    public UInt128 Content { get; }

    /// <summary>Which fields it takes and gives.</summary>
    public ModelShapes Shapes { get; }

    /// <summary>The session. It refuses runs after <see cref="Retire"/>, and frees itself after the last.</summary>
    public OnnxOperatorSession Session { get; }

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">It is damaged, or no model of this library.</exception>
    /// <exception cref="NotSupportedException">The model has several inputs.</exception>
    public static ServedModel Open(string path, ExecutionOptions execution)
    {
        byte[] bytes = Read(path);
        return Open(path, bytes, XxHash128.HashToUInt128(bytes), execution);
    }

    /// <summary>Opens a file unless it holds this very model; null when it does.</summary>
    public ServedModel? OpenIfOther(string path, ExecutionOptions execution)
    {
        byte[] bytes = Read(path);
        UInt128 content = XxHash128.HashToUInt128(bytes);
        return content == Content ? null : Open(path, bytes, content, execution);
    }

    /// <summary>Ends it after the runs that are under way.</summary>
    public void Retire() => Session.Dispose();

    private static byte[] Read(string path) => File.Exists(path) ? File.ReadAllBytes(path)
        : throw new FileNotFoundException($"There is no model file '{path}'.", path);

    private static ServedModel Open(string path, byte[] bytes, UInt128 content, ExecutionOptions execution)
    {
        OnnxOperatorSession? session = null;
        try
        {
            session = OnnxOperatorSession.Open(bytes, execution);
            return new ServedModel(session, new ModelShapes(session.Info), content);
        }
        catch (Exception error)
        {
            session?.Dispose();
            if (error is FormatException) throw new FormatException($"'{path}': {error.Message}", error);
            throw;
        }
    }
}
