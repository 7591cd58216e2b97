namespace Engagement.Storage;

/// <summary>What a commit adds to its customer's counts.</summary>
/// <param name="FollowUps">Follow-ups that took effect; a wake that found nothing is none.</param>
readonly record struct CommitTally(
    int Events, int Facts, int FollowUps, DateTimeOffset? FirstAt, DateTimeOffset? LastAt)
{
    public static CommitTally Of(CustomerCommit commit, ReadOnlySpan<int> factCounts)
    {
        var (events, facts, followUps) = (0, 0, 0);
        for (var i = 0; i < factCounts.Length; i++)
        {
            facts += factCounts[i];
            switch (commit.Entries[i].Kind)
            {
                case "event":
                    events++;
                    break;
                case "follow-up" when factCounts[i] > 0:
                    followUps++;
                    break;
            }
        }

        return factCounts.IsEmpty
            ? default
            : new(events, facts, followUps, commit.Entries[0].At, commit.Entries[^1].At);
    }
}
