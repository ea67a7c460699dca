using Xunit.v3;

// Training uses every core by itself, and tests count the live tensors of the process.
[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
