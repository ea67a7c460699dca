using Google.Protobuf;
using Microsoft.ML.NeuralOperators.Onnx.Proto;

namespace Microsoft.ML.Tests.Onnx;

/// <summary>ONNX models of a few nodes, in words: "x:N,2,2" is a tensor of Single with an open first size, "x:4:double" one of Double.</summary>
internal static class TinyModel
{
    private static readonly Dictionary<string, int> ElementTypes = new() { ["float"] = 1, ["int64"] = 7, ["float16"] = 10, ["double"] = 11 };

    /// <summary>One node from one tensor to another.</summary>
    public static byte[] Unary(string operation, string input, string output) => Of([input], [output], $"{operation} {Name(input)} > {Name(output)}");

    /// <summary>Nodes in words: "Add x y > z".</summary>
    public static byte[] Of(string[] inputs, string[] outputs, params string[] nodes)
    {
        var graph = new GraphProto { Name = "tiny" };
        graph.Input.AddRange(inputs.Select(Tensor));
        graph.Output.AddRange(outputs.Select(Tensor));
        graph.Node.AddRange(nodes.Select(Node));
        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 13 });
        return model.ToByteArray();
    }

    private static string Name(string tensor) => tensor[..tensor.IndexOf(':')];

    private static NodeProto Node(string words)
    {
        string[] sides = words.Split(" > ");
        string[] left = sides[0].Split(' ');
        var node = new NodeProto { OpType = left[0] };
        node.Input.AddRange(left.Skip(1));
        node.Output.AddRange(sides[1].Split(' '));
        if (left[0] == "Cast") node.Attribute.Add(new AttributeProto { Name = "to", I = ElementTypes["float16"], Type = AttributeProto.Types.AttributeType.Int });
        return node;
    }

    private static ValueInfoProto Tensor(string words)
    {
        string[] parts = words.Split(':');
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(parts[1].Split(',').Select(size => long.TryParse(size, out long value)
            ? new TensorShapeProto.Types.Dimension { DimValue = value } : new TensorShapeProto.Types.Dimension { DimParam = size }));
        return new ValueInfoProto
        {
            Name = parts[0],
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = ElementTypes[parts.Length > 2 ? parts[2] : "float"], Shape = shape } },
        };
    }
}
