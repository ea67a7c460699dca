using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Microsoft.ML.NeuralOperators.CommandLine.Options;

/// <summary>Summaries from the documentation files beside the assemblies; empty where there are none.</summary>
internal static partial class XmlDocumentation
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Files = new();

    public static string Summary(Type type) => Of(type.Assembly, $"T:{type.FullName}");

    public static string Summary(PropertyInfo property)
        => Of(property.DeclaringType!.Assembly, $"P:{property.DeclaringType.FullName}.{property.Name}");

    /// <summary>The first overload that has a summary.</summary>
    public static string Summary(MethodInfo method)
    {
        string start = $"M:{method.DeclaringType!.FullName}.{method.Name}(";
        string? name = Members(method.DeclaringType.Assembly).Keys
            .FirstOrDefault(k => k.StartsWith(start, StringComparison.Ordinal));
        return name is null ? "" : Of(method.DeclaringType.Assembly, name);
    }

    private static string Of(Assembly assembly, string name)
        => Members(assembly).GetValueOrDefault(name)?.Element("summary") is { } summary ? Text(summary) : "";

    private static Dictionary<string, XElement> Members(Assembly assembly) => Files.GetOrAdd(assembly, static a =>
    {
        string path = Path.Combine(AppContext.BaseDirectory, $"{a.GetName().Name}.xml");
        return !File.Exists(path) ? []
            : XDocument.Load(path).Descendants("member").ToDictionary(m => (string)m.Attribute("name")!);
    });

    private static string Text(XElement summary)
    {
        var text = new StringBuilder();
        foreach (XNode node in summary.Nodes())
            text.Append(node switch
            {
                XText plain => plain.Value,
                XElement e when (string?)e.Attribute("cref") is { } cref => Name(cref),
                XElement e when (string?)e.Attribute("name") is { } name => name,
                XElement e => e.Value,
                _ => "",
            });
        return Spaces().Replace(text.ToString(), " ").Trim();
    }

    // "P:Space.Type.Name" is Name, "T:Space.Type`1" is Type.
    private static string Name(string cref) => cref.Split('(')[0].Split('.')[^1].Split('`')[0];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
