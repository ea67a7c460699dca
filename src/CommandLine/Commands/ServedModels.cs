using Microsoft.ML.NeuralOperators.CommandLine.Options;
using Microsoft.ML.NeuralOperators.Server;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>The models of a server as ONNX files. Models of other formats are exported to a temporary folder.</summary>
internal sealed class ServedModels : IDisposable
{
    private DirectoryInfo? _folder;

    /// <summary>Paths by the models' names.</summary>
    public Dictionary<string, string> Paths { get; } = new(StringComparer.Ordinal);

    /// <summary>Finds the models, and exports those that are not ONNX files.</summary>
    /// <param name="call">For warnings.</param>
    /// <param name="said">FILE, or NAME=FILE.</param>
    /// <exception cref="ArgumentException">Two models have the same name.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static ServedModels Prepare(Invocation call, IEnumerable<string> said)
    {
        var models = new ServedModels();
        try
        {
            foreach (string text in said) models.Add(call, text);
            return models;
        }
        catch
        {
            models.Dispose();
            throw;
        }
    }

    /// <summary>The equations that the models learned.</summary>
    /// <param name="said">EQUATION for all models, or NAME=EQUATION.</param>
    /// <exception cref="ArgumentException">There is no such equation, or no such model.</exception>
    public Dictionary<string, Problem> Problems(IEnumerable<string> said)
    {
        var problems = new Dictionary<string, Problem>(StringComparer.Ordinal);
        foreach (string text in said)
        {
            var (name, equation) = Split(text);
            string[] known = [.. Enum.GetNames<Problem>().Select(n => n.ToLowerInvariant())];
            if (!known.Contains(equation.ToLowerInvariant()))
                throw new ArgumentException($"There is no solver for '{equation}'. {Nearest.Advice(equation, known)}");
            if (name is not null && !Paths.ContainsKey(name))
                throw new ArgumentException($"There is no model '{name}'. {Nearest.Advice(name, [.. Paths.Keys])}");
            foreach (string model in name is null ? [.. Paths.Keys] : new[] { name })
                problems[model] = Enum.Parse<Problem>(equation, ignoreCase: true);
        }
        return problems;
    }

    public void Dispose() => _folder?.Delete(recursive: true);

    private void Add(Invocation call, string text)
    {
        // The name of a file may contain an equals sign.
        var (said, path) = File.Exists(text) ? (null, text) : Split(text);
        string name = said ?? Path.GetFileNameWithoutExtension(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no model file '{path}'.", path);
        if (Paths.ContainsKey(name))
            throw new ArgumentException($"Two models are called '{name}'. Give one of them another name: NAME={path}.");
        Paths.Add(name, Path.GetExtension(path).ToLowerInvariant() == ".onnx" ? path : Export(call, path));
    }

    private string Export(Invocation call, string path)
    {
        _folder ??= Directory.CreateTempSubdirectory("neuralop");
        string file = Path.Combine(_folder.FullName, $"{Paths.Count}.onnx");
        using LoadedModel model = ModelFile.Load(call.Context(), path);
        model.Operator.ExportToOnnx(file);
        return file;
    }

    private static (string? Name, string Value) Split(string text)
        => text.Split('=', 2) is [var name, var value] ? (name, value) : (null, text);
}
