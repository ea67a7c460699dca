using Xunit;

// Training uses every core by itself, and tests count the live tensors of the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
