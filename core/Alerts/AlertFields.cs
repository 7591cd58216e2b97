using System.Collections.Immutable;
using Engagement.Definitions;

namespace Engagement.Alerts;

/// <summary>What definitions may look at of alerts.</summary>
static class AlertFields
{
    public static ImmutableArray<Field> All { get; } =
    [
        new CustomerField(
            "customer.openAlerts",
            new FieldType.Whole(Min: 0),
            customer => Value.Of(customer.Of<OpenAlerts>().Alerts.Length)),
    ];
}
