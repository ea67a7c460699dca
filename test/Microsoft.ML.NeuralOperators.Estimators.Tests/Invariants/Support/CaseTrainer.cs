using System.Reflection;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>Trainers, data views and models of cases.</summary>
internal static class CaseTrainer
{
    /// <summary>Some rows at a size.</summary>
    public static IDataView View(this OperatorCase test, MLContext mlContext, int size, IEnumerable<int> rows)
        => SampleView.Of(mlContext, test.Rows(size, rows));

    /// <summary>The first rows at the size of training.</summary>
    public static IDataView Data(this OperatorCase test, MLContext mlContext)
        => test.View(mlContext, test.Sizes[0], Enumerable.Range(0, 8));

    /// <summary>Some rows at the size of training.</summary>
    public static IDataView Some(this OperatorCase test, MLContext mlContext, params IEnumerable<int> rows)
        => test.View(mlContext, test.Sizes[0], rows);

    /// <summary>
    /// The trainer: what the catalog's method of the architecture's name makes of the case, or the one for operators of
    /// one's own where there is none.
    /// </summary>
    public static NeuralOperatorTrainer Create(this OperatorCase test, MLContext mlContext,
        TrainingOptions? training = null)
    {
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        training ??= test.Quick;
        if (test.Options is PointToyOptions)
            return operators.Points(OperatorCase.Label, test.Fields.Points.Column, test.Functions, null, "Score",
                (PointOperatorOptions)test.Options, training, new(), new() { Label = 2 });
        string name = Registration.Architectures.Contains(test.Architecture) ? test.Architecture
            : nameof(NeuralOperatorsCatalog.Custom);
        MethodInfo method = typeof(NeuralOperatorsCatalog).GetMethods()
            .Single(m => m.Name == name && Takes(m, "options", test.Options)
            && Takes(m, "pointColumnName") == test.IsOnPoints
            && Takes(m, "functions") == (test.IsOnPoints && test.Functions.Count > 1));
        return (NeuralOperatorTrainer)method.Invoke(operators, BindingFlags.DoNotWrapExceptions, null,
            [.. method.GetParameters().Select(Argument)], null)!;

        object? Argument(ParameterInfo parameter) => parameter.Name switch
        {
            "options" => test.Options,
            "training" => training,
            "labelColumnName" => OperatorCase.Label,
            "featureColumnName" => test.Functions[0].Column,
            "pointColumnName" => test.Fields.Points.Column,
            "functions" => (InputFunctionColumn[])[.. test.Functions.Select(f
                => new InputFunctionColumn(f.Column, f.Channels, f.Axis == PointFields.OutputAxis))],
            "parameterColumnName" => test.Parameters?.Column ?? "",
            // Of columns whose vectors have no size.
            "channels" => new ColumnChannels { Label = 2 },
            _ => parameter.DefaultValue,
        };
    }

    private static bool Takes(MethodInfo method, string name, object? value = null)
        => method.GetParameters()
        .Any(p => p.Name == name && (value is null || p.ParameterType.IsInstanceOfType(value)));
}
