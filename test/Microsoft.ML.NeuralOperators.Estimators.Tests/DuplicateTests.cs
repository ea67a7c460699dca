using Microsoft.ML.NeuralOperators.Native;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>Rows to test on that are trained on, too.</summary>
public class DuplicateTests
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly List<string> _warnings = [];

    public DuplicateTests() => _mlContext.Log += (_, e) =>
    {
        if (e.Kind == Runtime.ChannelMessageKind.Warning) _warnings.Add(e.RawMessage);
    };

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    [Fact]
    public void Rows_with_the_same_bits_are_found()
    {
        IDataView train = Fields([1, 2, 3, 4, 1, 2], [0, 0, 0, 0, 0, 0]),
            test = Fields([5, 6, 3, 4, 1, 2], [0, 0, 7, 0, 0, 0]);
        DuplicateRows found = Operators.FindDuplicates(train, test, "a");
        Assert.Equal([(1, 1), (0, 2)], found.Pairs);
        Assert.Equal("2 of 3 rows are in the other data: row 1 is row 1, row 2 is row 0.", found.ToString());
        // All columns: one of the pairs has another label.
        Assert.Equal([(0, 2)], Operators.FindDuplicates(train, test).Pairs);
        Assert.Equal("None of 3 rows is in the other data.", Operators.FindDuplicates(train,
            Fields([1, 3, 2, 4, -0f, 0], [0, 0, 0, 0, 0, 0]), "a").ToString());
    }

    [Fact]
    public void Columns_that_are_missing_or_no_fields_are_refused()
    {
        IDataView data = Fields([1, 2], [1, 2]);
        Assert.Contains("Could not find compared column 'b'",
            Assert.Throws<ArgumentOutOfRangeException>(() => Operators.FindDuplicates(data, data, "b")).Message);
    }

    [Fact]
    public void Fit_warns_of_validation_rows_that_are_trained_on()
    {
        Fixture.Row[] rows = Fixture.Rows(16, 8, 0), others = [.. Fixture.Rows(2, 8, 9), rows[3], rows[11]];
        IDataView train = Fixture.Data(_mlContext, 0, rows: rows),
            validation = Fixture.Data(_mlContext, 0, rows: others);
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext).Fit(train, validation);
        Assert.Contains(_warnings, w => w.Contains("By their inputs, 2 of 4 validation rows are also trained on, and "
            + "their error says nothing of new data: row 2 is row 3, row 3 is row 11 of the training data.",
            StringComparison.Ordinal));
        _warnings.Clear();
        using NeuralOperatorTransformer fine = Fixture.Fno(_mlContext).Fit(train, Fixture.Data(_mlContext, 4, seed: 9));
        Assert.DoesNotContain(_warnings, w => w.Contains("trained on", StringComparison.Ordinal));
    }

    /// <summary>Rows that are held back keep the numbers they had.</summary>
    [Fact]
    public void Fit_warns_of_equal_rows_that_a_split_takes_apart()
    {
        Fixture.Row[] rows = [.. Fixture.Rows(8, 8, 0)];
        IDataView data = Fixture.Data(_mlContext, 0, rows: [.. rows, .. rows]);
        using NeuralOperatorTransformer model =
            Fixture.Fno(_mlContext, Fixture.Training with { ValidationFraction = 0.1, MaxMemoryMegabytes = 1e-6 })
            .Fit(data);
        string warning = Assert.Single(_warnings, w => w.Contains("trained on", StringComparison.Ordinal));
        int[] numbers = [.. warning.Split(' ', ',').Select(w => int.TryParse(w, out int n) ? n : -1)
            .Where(n => n >= 0)];
        Assert.All(numbers[2..].Chunk(2), pair => Assert.Equal(8, Math.Abs(pair[0] - pair[1])));
    }

    private IDataView Fields(float[] a, float[] u)
        => Operators.LoadFields(("a", new FieldSamples("a", 1, [2], a)), ("u", new FieldSamples("u", 1, [2], u)));
}
