using Xunit;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

/// <summary>The programs that tests share, since making one takes a while.</summary>
[CollectionDefinition(nameof(Programs))]
public sealed class Programs : ICollectionFixture<ReadmeProgram>, ICollectionFixture<ScoringProgram>;
