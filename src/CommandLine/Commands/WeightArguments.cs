using System.Globalization;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>The option that says what published weights do not tell of themselves.</summary>
internal sealed class WeightArguments
{
    private readonly Option<string[]> _arguments = new("--argument")
    {
        Description = "What published weights do not tell, by the name it has in their program: act=gelu padding=9 "
            + "s=85,85.",
        HelpName = "name=value",
        AllowMultipleArgumentsPerToken = true,
    };

    public void AddTo(System.CommandLine.Command command) => command.Add(_arguments);

    /// <summary>A model, or published weights with these arguments.</summary>
    /// <exception cref="ArgumentException">
    /// An argument has no value or is given twice, or the file is a model, which takes none.
    /// </exception>
    /// <exception cref="FormatException">The file is neither, or an argument is missing or wrong.</exception>
    public LoadedModel Load(Invocation call, MLContext context, string path)
    {
        string[] said = call.Arguments.GetValue(_arguments) ?? [];
        if (said.Length > 0 && ModelFile.IsModel(path))
            throw new ArgumentException($"'{path}' is a model, which tells everything of itself. --argument is for "
                + "weights of Python programs.");
        var arguments = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (string text in said)
        {
            if (text.Split('=', 2, StringSplitOptions.TrimEntries) is not [var name and not "", var value])
                throw new ArgumentException($"'{text}' is no argument. Say --argument NAME=VALUE.");
            if (!arguments.TryAdd(name, Value(value)))
                throw new ArgumentException($"The argument '{name}' is there twice.");
        }
        return ModelFile.Load(context, path, arguments, "Arguments are given as --argument NAME=VALUE.");
    }

    // A list has commas, in brackets or not, as in Python.
    private static object Value(string text)
    {
        bool isList = text.StartsWith('[') && text.EndsWith(']') || text.StartsWith('(') && text.EndsWith(')');
        if (!isList && !text.Contains(',')) return Single(text);
        return (isList ? text[1..^1] : text).Split(',', StringSplitOptions.TrimEntries
            | StringSplitOptions.RemoveEmptyEntries).Select(Single).ToArray();
    }

    private static object Single(string text)
    {
        if (bool.TryParse(text, out bool truth)) return truth;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole))
            return whole;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
            : text;
    }
}
