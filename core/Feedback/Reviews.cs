using Engagement.Customers;
using Engagement.Events;

namespace Engagement.Feedback;

/// <summary>What customers think of what they bought.</summary>
static class Reviews
{
    public static void Hear(Turn turn, CustomerEvent e)
    {
        if (e.Data is EventData.ReviewSubmitted review)
        {
            turn.Add(new Fact.Reviewed(review.ReviewId, review.OrderId, review.Rating, e.OccurredAt));
        }
    }
}
