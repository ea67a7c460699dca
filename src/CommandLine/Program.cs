// neuralop: neural operators on the fields of a file, from a terminal.
using Microsoft.ML.NeuralOperators.CommandLine;

Terminal terminal = Terminal.OfProcess();
using var interrupt = new Interrupt(terminal.Error);
return await Tool.RunAsync(args, terminal, interrupt.Token);
