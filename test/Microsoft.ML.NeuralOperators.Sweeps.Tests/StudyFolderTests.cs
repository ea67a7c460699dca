namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

public sealed class StudyFolderTests : StudyTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private protected override StudyStore Store => new StudyFolder(_folder["study"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_is_no_study_is_refused()
    {
        Directory.CreateDirectory(_folder["study"]);
        File.WriteAllText(Path.Combine(_folder["study"], "study.db"), new string('x', 5000));
        Assert.Contains("study.db", Assert.Throws<FormatException>(() => Open().Dispose()).Message);
    }
}
