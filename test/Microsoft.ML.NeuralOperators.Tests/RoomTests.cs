using System.Runtime.CompilerServices;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>No two rooms of a project use each other, directly or around corners.</summary>
public class RoomTests
{
    [Theory]
    [InlineData("Microsoft.ML.NeuralOperators", "Operators/Mgno", "Layers")]
    [InlineData("Training", "Parallel", "Torch")]
    [InlineData("Onnx", "Sessions", ".")]
    [InlineData("Estimators", "Trainers", "Columns")]
    [InlineData("CommandLine", "Commands", "Options")]
    [InlineData("Sweeps.Cluster", "Workers", "Silo")]
    public void Rooms_of_a_project_use_each_other_one_way(string project, string room, string other)
    {
        string folder = Path.Combine(Source(), project);
        Assert.SkipUnless(Directory.Exists(folder), $"The sources are not where the tests were built: '{folder}'.");
        var map = new RoomMap(Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file))
            .Where(f => f.Path.Split('/')[0] is not ("bin" or "obj" or "build"))
            .Select(f => (f.Path, File.ReadAllText(f.File))));
        Assert.True(map.HasUse(room, other), "The map misses a use that is there.");
        Assert.All(map.Circles(), circle => Assert.Fail($"{circle}: {map.Reasons(circle)}"));
    }

    [Fact]
    public void A_circle_is_found_with_its_reasons()
    {
        var map = new RoomMap(
        [
            ("Walls/Wall.cs", "public sealed class Wall { public Roof? Top { get; } }"),
            ("Roofs/Roof.cs", "public record Roof(Tile Tile);"),
            ("Tiles/Tile.cs", "enum Tile { Red }\n\nstatic class Kiln\n{\n    static object Burn() => new Wall();\n}"),
            ("Door.cs", "class Door : Wall;"),
        ]);
        string circle = Assert.Single(map.Circles());
        Assert.Equal("Roofs, Tiles, Walls", circle);
        Assert.Equal("Roofs uses Tiles: Tile in Roof.cs; Tiles uses Walls: Wall in Tile.cs; "
            + "Walls uses Roofs: Roof in Wall.cs", map.Reasons(circle));
        Assert.True(map.HasUse(".", "Walls"));
    }

    /// <summary>Each of these names the type Wall of another room without using it.</summary>
    [Theory]
    [InlineData("// Wall")]
    [InlineData("/* a Wall */")]
    [InlineData("/// <see cref=\"Wall\"/>")]
    [InlineData("string s = \"Wall\";")]
    [InlineData("string s = @\"C:\\Wall\";")]
    [InlineData("char c = '\"'; // Wall \"")]
    [InlineData("string Wall { get; }")]
    [InlineData("int? Wall;")]
    [InlineData("List<int> Wall;")]
    [InlineData("int[] Wall;")]
    [InlineData("void Run() => house.Wall.Paint();")]
    [InlineData("object Paint() => Wall();")]
    public void Names_that_are_no_uses_do_not_count(string line) => Assert.False(Uses(line), line);

    [Theory]
    [InlineData("Wall wall;")]
    [InlineData("List<Wall> walls;")]
    [InlineData("object o = new Wall();")]
    [InlineData("class Thick() : Wall();")]
    [InlineData("[Wall] int x;")]
    [InlineData("int n = (int)Wall.Height;")]
    [InlineData("bool b = x is Wall;")]
    [InlineData("object o = a ? Wall.First : null;")]
    [InlineData("char c = '\"'; Wall w;")]
    public void Names_that_are_uses_count(string line) => Assert.True(Uses(line), line);

    private static bool Uses(string line)
    {
        string other = $"class Other\n{{\n    {line}\n}}";
        var map = new RoomMap([("Walls/Wall.cs", "class Wall { }"), ("Other/Other.cs", other)]);
        return map.HasUse("Other", "Walls");
    }

    private static string Source([CallerFilePath] string file = "")
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../src"));
}
