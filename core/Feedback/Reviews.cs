using Engagement.Events;

namespace Engagement.Feedback;

/// <summary>What customers think of what they bought.</summary>
static class Reviews
{
    public static void OnEvent(DecisionContext context, CustomerEvent e)
    {
        if (e.Data is EventData.ReviewSubmitted review)
        {
            context.Add(new FeedbackFact.Reviewed(review.ReviewId, review.OrderId, review.Rating, e.OccurredAt));
        }
    }
}
