namespace Microsoft.ML.NeuralOperators.Columns;

/// <summary>The columns that a trainer reads and writes, and what is trained on their rows.</summary>
/// <param name="label">The column of the field to learn; empty where the loss needs none.</param>
/// <param name="score">The column of the predicted field.</param>
internal abstract class TrainingColumns(string label, string score)
{
    /// <summary>The column of the field to learn; empty where the loss needs none.</summary>
    public string Label { get; } = label ?? "";

    /// <summary>The column of the predicted field.</summary>
    public string Score { get; } = score ?? "";

    /// <summary>The architecture.</summary>
    public abstract OperatorOptions Options { get; }

    /// <summary>The same columns with other options of the same architecture.</summary>
    public abstract TrainingColumns With(OperatorOptions options);

    /// <summary>Roles and names of the input columns.</summary>
    public abstract IEnumerable<(string Role, string Name)> Inputs { get; }

    /// <summary>The input columns' fields.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public abstract FieldColumn[] FindInputs(DataViewSchema schema);

    /// <summary>The label column's field.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of another type.</exception>
    public abstract FieldColumn FindLabel(DataViewSchema schema);

    /// <summary>What is trained on what, once the rows are read.</summary>
    public abstract TrainingPlan Plan(TrainingRows rows, TrainingOptions training);

    /// <summary>A sentence for everything wrong with the columns under a way to train.</summary>
    public virtual IEnumerable<string> Faults(TrainingOptions training)
    {
        if (training.RollOut is null && training.Loss.NeedsTarget && Label.Length == 0)
            yield return "The label column's name is empty, and the loss compares with labels";
        if (Score.Length == 0) yield return "The score column's name is empty";
        (string Role, string Name)[] inputs = [.. Inputs];
        foreach (var (role, name) in inputs)
            if (string.IsNullOrEmpty(name)) yield return $"The {role} column's name is empty";
        string[] names = [.. inputs.Select(i => i.Name).Where(n => !string.IsNullOrEmpty(n))];
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return $"The column '{twice.Key}' is named twice";
        if (Score.Length > 0 && names.Append(Label).Contains(Score))
            yield return $"The score column is '{Score}', which is read already; the score needs a column of its own";
    }
}

/// <summary>Rows that were read, and the columns they come from.</summary>
/// <param name="Training">Rows to train on.</param>
/// <param name="Validation">Rows to validate on, or null.</param>
/// <param name="Inputs">The input columns.</param>
/// <param name="Label">The label column, or null.</param>
internal sealed record TrainingRows(FieldDataset Training, FieldDataset? Validation, FieldColumn[] Inputs,
    FieldColumn? Label);

/// <summary>What is trained on what.</summary>
/// <param name="Definition">The operator.</param>
/// <param name="Training">Rows to train on: one field for every input of the operator that is not a mask.</param>
/// <param name="Validation">Rows to validate on, or null.</param>
/// <param name="Inputs">The columns of those fields.</param>
/// <param name="Output">The field that the operator gives, under any name.</param>
internal sealed record TrainingPlan(NeuralOperator Definition, FieldDataset Training, FieldDataset? Validation,
    IReadOnlyList<FieldColumn> Inputs, FieldColumn Output);
