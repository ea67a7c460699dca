// Training uses every core by itself, and tests count the live tensors of the process.
using Xunit.v3;

[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
