using BehaviorDashboard.Hosting.Cli;

namespace BehaviorDashboard.Tests.Hosting;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(false, "--DataFolder", "data")]
    [InlineData(false, "--urls=http://127.0.0.1:5000")]
    [InlineData(false, "Events:Threads=2")]
    [InlineData(true, "store", "list")]
    [InlineData(true, "--help")]
    [InlineData(true, "improt", "orders.csv")]
    public void Arguments_ThatAreNoSettings_AreAVerb(bool verb, params string[] arguments) => Assert.Equal(verb, CommandLine.Wants(arguments));

    [Theory]
    [InlineData("improt", "orders.csv")]
    [InlineData("store")]
    [InlineData("store", "create", "--name", "A")]
    [InlineData("query", "--store", "a")]
    [InlineData("import", "--store", "a")]
    public void Verb_ThatCannotBeRead_IsAnError(params string[] arguments) => Assert.NotEmpty(CommandLine.Root().Parse(arguments).Errors);

    [Fact]
    public void Verbs_AreAllKnownToTheDoor() => Assert.All(CommandLine.Root().Subcommands, v => Assert.True(CommandLine.Wants([v.Name]), v.Name));
}
