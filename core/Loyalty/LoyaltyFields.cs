using System.Collections.Immutable;
using Engagement.Definitions;

namespace Engagement.Loyalty;

/// <summary>What definitions may look at of points.</summary>
static class LoyaltyFields
{
    static readonly FieldType s_points = new FieldType.Whole();

    public static ImmutableArray<Field> All { get; } =
    [
        new CustomerField(
            "customer.pointsPending", s_points, customer => Value.Of(customer.Of<PointsAccount>().Pending)),
        new CustomerField(
            "customer.pointsAvailable", s_points, customer => Value.Of(customer.Of<PointsAccount>().Available)),
    ];
}
