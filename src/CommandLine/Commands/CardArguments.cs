namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>The options that describe an exported model to people: its model card.</summary>
internal sealed class CardArguments
{
    private readonly Option<string?> _name = new("--name") { Description = "The model's name, in its card." };

    private readonly Option<string?> _description = new("--description")
    {
        Description = "What it predicts, where its data comes from, and where it must not be used.",
    };

    private readonly Option<string?> _licence = new("--licence", "--license")
    {
        Description = "Its licence, such as MIT.",
    };

    private readonly Option<string?> _contact = new("--contact")
    {
        Description = "Who made it, and how to reach them.",
    };

    private readonly Option<string[]> _units = new("--unit")
    {
        Description = "The unit of a column, such as Score=Pa.",
        AllowMultipleArgumentsPerToken = true,
    };

    public void AddTo(System.CommandLine.Command command)
    {
        foreach (Option option in (Option[])[_name, _description, _licence, _contact, _units]) command.Add(option);
    }

    /// <summary>The model's card, changed by what the command line says.</summary>
    /// <exception cref="ArgumentException">
    /// A unit is not given as COLUMN=UNIT, or names a column that the model does not have.
    /// </exception>
    public ModelCard Read(Invocation call, NeuralOperatorTransformer model)
    {
        ModelCard card = model.Card ?? new ModelCard();
        string[] columns = [.. model.FeatureColumnNames, model.ScoreColumnName];
        var units = new Dictionary<string, string>(card.Units);
        foreach (string text in call.Arguments.GetValue(_units) ?? [])
        {
            string[] parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || !columns.Contains(parts[0]))
                throw new ArgumentException($"--unit is '{text}'; expected COLUMN=UNIT with one of the columns "
                    + $"{string.Join(", ", columns)}.");
            units[parts[0]] = parts[1];
        }
        return card with
        {
            Name = call.Arguments.GetValue(_name) ?? card.Name,
            Description = call.Arguments.GetValue(_description) ?? card.Description,
            Licence = call.Arguments.GetValue(_licence) ?? card.Licence,
            Contact = call.Arguments.GetValue(_contact) ?? card.Contact,
            Units = units,
        };
    }
}
