using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>Arrays of a file as they are, and as columns.</summary>
internal static class ArrayFacts
{
    public static Answer Of(Invocation call, string file, FieldFileArguments arguments)
    {
        ArrayFact[] arrays = File.Exists(file) && !IsText(file) ? [.. Read(call, file)] : [];
        (ColumnFact[] columns, string? fault) = Columns(call, file, arguments, arrays);
        var values = new { File = file, Arrays = arrays, Columns = columns, Fault = fault };
        return new Answer(values, console => Show(console, file, arrays, columns, fault));
    }

    private static IEnumerable<ArrayFact> Read(Invocation call, string file)
    {
        IReadOnlyDictionary<string, NamedArray> content = DataFile.Read(file);
        foreach (string name in content.Keys)
        {
            call.Cancellation.ThrowIfCancellationRequested();
            ArrayFact fact;
            try
            {
                fact = ArrayFact.Of(content[name]);
            }
            catch (Exception error) when (error is FormatException or NotSupportedException)
            {
                fact = new ArrayFact(name, [], null, null, null, 0, error.Message);
            }
            yield return fact;
        }
    }

    // With a layout, arrays of other axes do not fit it: each is tried alone.
    private static (ColumnFact[] Columns, string? Fault) Columns(Invocation call, string file,
        FieldFileArguments arguments, ArrayFact[] arrays)
    {
        MLContext context = call.Context();
        string? fault = null;
        var columns = new List<ColumnFact>();
        IEnumerable<NamedColumn[]> tries = arrays.Length == 0 ? [[]]
            : arrays.Where(a => a.Fault is null).Select(a => new[] { new NamedColumn(a.Name, a.Name) });
        foreach (NamedColumn[] wanted in tries)
            try
            {
                foreach (DataViewSchema.Column column in arguments.Load(call, context, wanted).Schema)
                    if (ColumnFact.Of(column) is { } fact) columns.Add(fact);
            }
            catch (ArgumentException error)
            {
                fault ??= ExitCode.Text(error);
            }
        return ([.. columns], fault);
    }

    private static bool IsText(string file)
        => Path.GetExtension(file).ToLowerInvariant() is ".csv" or ".tsv" or ".txt";

    private static void Show(IAnsiConsole console, string file, ArrayFact[] arrays, ColumnFact[] columns,
        string? fault)
    {
        var table = Tables.New("array", "shape>", "minimum>", "mean>", "maximum>", "missing>", "read as");
        foreach (ArrayFact a in arrays)
            table.AddRow([.. new[] { a.Name, string.Join("×", a.Shape), Number(a.Minimum), Number(a.Mean),
                Number(a.Maximum), Invariant($"{a.Missing}"),
                a.Fault ?? columns.FirstOrDefault(c => c.Name == a.Name)?.ToString() ?? "" }.Select(Markup.Escape)]);
        foreach (ColumnFact c in columns.Where(c => Array.TrueForAll(arrays, a => a.Name != c.Name)))
            table.AddRow(Markup.Escape(c.Name), "", "", "", "", "", Markup.Escape(c.ToString()));
        console.Write(table);
        if (fault is not null) console.Line(fault, Color.Yellow);
        console.Line("If the axes are others, name them: --layout \"n x y\" (n samples, c channels, t frames).");
        string[] fields = [.. columns.Where(c => c.Grid.Length > 0).Select(c => c.Name)];
        if (fields.Length > 1)
            console.Line($"To train: neuralop train {file} --input {fields[0]} --output {fields[1]} --model fno");
    }

    private static string Number(double? value) => value is { } v ? ReportNumber.Text(v) : "";
}
