using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Training;

namespace PhysicsInformed;

/// <summary>Rows of an input field and a solution.</summary>
internal static class Fields
{
    public static IDataView View(MLContext mlContext, FieldSamples input, FieldSamples solution)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Input)].ColumnType = Type(input);
        definition[nameof(Row.Solution)].ColumnType = Type(solution);
        return mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, input.Count)
            .Select(i => new Row { Input = input[i].ToArray(), Solution = solution[i].ToArray() }).ToArray(), definition);
    }

    private static VectorDataViewType Type(FieldSamples field) => new(NumberDataViewType.Single, (int[])[field.Channels, .. field.Grid]);

    private sealed class Row
    {
        [VectorType]
        public float[] Input { get; set; } = [];

        [VectorType]
        public float[] Solution { get; set; } = [];
    }
}
