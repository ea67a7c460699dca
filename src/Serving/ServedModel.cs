using System.IO.Hashing;
using Microsoft.ML.NeuralOperators.Onnx;

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
        OnnxModel model = Read(path);
        return Open(path, model, ContentOf(model), execution);
    }

    /// <summary>Opens a file unless it holds this very model; null when it does.</summary>
    public ServedModel? OpenIfOther(string path, ExecutionOptions execution)
    {
        OnnxModel model = Read(path);
        UInt128 content = ContentOf(model);
        return content == Content ? null : Open(path, model, content, execution);
    }

    /// <summary>Ends it after the runs that are under way.</summary>
    public void Retire() => Session.Dispose();

    // A graph holds the digest of its second file, if it has one.
    private static UInt128 ContentOf(OnnxModel model) => XxHash128.HashToUInt128(model.Graph);

    private static OnnxModel Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no model file '{path}'.", path);
        try
        {
            return OnnxModel.Read(path);
        }
        catch (FormatException error)
        {
            throw new FormatException($"'{path}': {error.Message}", error);
        }
    }

    private static ServedModel Open(string path, OnnxModel model, UInt128 content, ExecutionOptions execution)
    {
        OnnxOperatorSession? session = null;
        try
        {
            session = OnnxOperatorSession.Open(model, execution);
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
