namespace Engagement.Messages;

/// <summary>How addresses come to get nothing more, and how a person lets them have letters again.</summary>
static class Suppressing
{
    /// <summary>So many in a row, over at least <see cref="s_span"/>, and the address is taken for dead.</summary>
    const int SoftMax = 5;

    static readonly TimeSpan s_span = TimeSpan.FromDays(3);

    /// <summary>One more letter came back that might have been taken later. Each letter counts once.</summary>
    public static void CountSoft(DecisionContext context, SentLetter letter, DateTimeOffset at)
    {
        if (letter.BouncedAt is not null)
        {
            return;
        }

        context.Add(new MessageFact.LetterBouncedSoftly(letter.Key, letter.Address, at));
        var (count, since) = context.Of<MessageLog>().Bounced(letter.Address);
        if (count >= SoftMax && at - since >= s_span)
        {
            context.Learn(new MessageFact.AddressSuppressed(
                Channels.Email, letter.Address, $"The last {count} letters to it bounced, over three days or more."));
        }
    }

    public static void Lift(DecisionContext context, MessageAct.LiftSuppression act)
    {
        var before = context.Mark;
        context.Learn(new MessageFact.SuppressionLifted(act.Channel, act.Address, act.Agent));
        if (context.Mark == before)
        {
            context.Refuse("This address is not suppressed.");
        }
    }
}
