using BehaviorDashboard.Hosting;
using BehaviorDashboard.Hosting.Cli;

return CommandLine.Wants(args) ? await CommandLine.RunAsync(args) : await Application.RunAsync(args);
