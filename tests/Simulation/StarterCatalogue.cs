using Engagement.Customers;
using Engagement.Definitions;

namespace Engagement.Tests.Simulation;

/// <summary>The definitions that a new workspace begins with.</summary>
static class StarterCatalogue
{
    public static Catalogue Value { get; } = Catalogue.Compile(
        1, new(TimeZone: "Europe/Berlin"), [.. StarterDefinitions.All.Select(starter => starter.Definition)]);
}
