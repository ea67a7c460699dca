namespace Microsoft.ML.NeuralOperators.CommandLine.Options;

/// <summary>What --set says: options of an architecture and of its training, by name.</summary>
internal sealed class Settings
{
    private readonly IReadOnlyList<(string Path, string Value)> _all;

    private Settings(IReadOnlyList<(string Path, string Value)> all) => _all = all;

    /// <summary>Every name that some architecture or the training has.</summary>
    public static IEnumerable<string> AllNames
        => Architecture.All.Select(a => a.OptionsType).Append(typeof(TrainingOptions))
            .SelectMany(OptionRecord.Properties).Select(p => p.Name).Distinct();

    /// <exception cref="ArgumentException">A text is not Name=Value.</exception>
    public static Settings Read(IEnumerable<string> texts)
        => new([.. texts.Select(text => text.Split('=', 2) is [var name, var value] && name.Trim().Length > 0
            ? (name.Trim(), value)
            : throw new ArgumentException($"--set {text} has no value; expected Name=Value, such as Channels=24."))]);

    /// <summary>The records with the settings: a name of the first record that has it.</summary>
    /// <exception cref="ArgumentException">No record has the name, or the value is none.</exception>
    public void Apply(params IReadOnlyList<object> records)
    {
        foreach (var (path, value) in _all)
        {
            string first = path.Split('.')[0];
            // A whole name of one record goes before the beginning of another's.
            object? record = records.FirstOrDefault(r => Names(r).Contains(first, StringComparer.OrdinalIgnoreCase))
                ?? records.FirstOrDefault(r => Nearest.Find(first, Names(r)) is not null);
            if (record is null)
                throw new ArgumentException($"There is no option '{first}'. "
                    + Nearest.Advice(first, [.. records.SelectMany(Names)]));
            OptionRecord.Set(record, path, value);
        }
    }

    private static string[] Names(object record)
        => [.. OptionRecord.Properties(record.GetType()).Select(p => p.Name)];
}
