namespace Microsoft.ML.NeuralOperators.CommandLine.Output;

/// <summary>Tables of one look.</summary>
internal static class Tables
{
    /// <summary>Heads that end with &gt; stand above numbers.</summary>
    public static Table New(params IEnumerable<string> heads)
    {
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string head in heads)
            table.AddColumn(head.EndsWith('>') ? new TableColumn(head[..^1]).RightAligned() : new TableColumn(head));
        return table;
    }
}
