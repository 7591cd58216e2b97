using Engagement.DeadLetters;
using Engagement.OpenApi;
using Engagement.Problems;
using Engagement.Telemetry;

namespace Engagement.Health;

/// <summary>What whoever runs the product looks at, and what it says of itself.</summary>
static class Operations
{
    public static void AddOperations(this WebApplicationBuilder builder) => builder.AddDescription();

    public static void MapOperations(this WebApplication app)
    {
        app.MapHealth();
        app.MapClock();
        app.MapMetrics();
        app.MapDeadLetters();
        app.MapErrorPages();
        app.MapDescription();
    }
}
