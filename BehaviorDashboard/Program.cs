using BehaviorDashboard.Hosting;

return await Application.RunAsync(args);
