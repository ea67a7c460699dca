using Microsoft.Data.Sqlite;

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

public sealed class StudyFolderTests : StudyTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private protected override StudyStore Store => new StudyFolder(_folder["study"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_study_of_a_version_before_this_one_is_refused()
    {
        string file = Path.Combine(Directory.CreateDirectory(_folder["study"]).FullName, "study.db");
        using (var old = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            old.Open();
            using SqliteCommand make = old.CreateCommand();
            make.CommandText = "CREATE TABLE study (name TEXT); CREATE TABLE trials (number INTEGER);";
            make.ExecuteNonQuery();
        }
        Assert.Contains("another folder", Assert.Throws<FormatException>(() => Open().Dispose()).Message);
        // The next one may try.
        File.Move(file, _folder["moved.db"]);
    }

    private protected override Study OpenAs(string worker) => Open();

    [Fact]
    public void A_file_that_is_no_study_is_refused()
    {
        Directory.CreateDirectory(_folder["study"]);
        File.WriteAllText(Path.Combine(_folder["study"], "study.db"), new string('x', 5000));
        Assert.Contains("study.db", Assert.Throws<FormatException>(() => Open().Dispose()).Message);
    }
}
