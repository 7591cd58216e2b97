using Engagement.Orders;

namespace Engagement.Messages;

/// <summary>What people do about messages.</summary>
public abstract record MessageAct(string Agent) : AgentAct(Agent)
{
    /// <summary>The address may have letters again.</summary>
    public sealed record LiftSuppression(string Channel, string Address, string Agent) : MessageAct(Agent);

    /// <summary>The outbox's own: a letter leaves for another address than it was decided for.</summary>
    public sealed record Redirect(string Key, string To, string Agent) : MessageAct(Agent);

    /// <summary>What was given up is tried again.</summary>
    /// <param name="Key">The effect's.</param>
    public sealed record RetryEffect(string Key, string Agent) : MessageAct(Agent);

    /// <summary>What was given up is let go.</summary>
    /// <param name="Key">The effect's.</param>
    public sealed record DismissEffect(string Key, string Agent) : MessageAct(Agent);

    internal static void On(DecisionContext context, MessageAct act)
    {
        switch (act)
        {
            case LiftSuppression lift:
                Suppressing.Lift(context, lift);
                break;
            case Redirect redirect:
                context.Learn(new MessageFact.LetterRedirected(redirect.Key, redirect.To));
                break;
            case RetryEffect retry:
                context.Add(new MessageFact.EffectRetried(retry.Key, retry.Agent));
                break;
            case DismissEffect dismiss:
                context.Add(new MessageFact.EffectDismissed(dismiss.Key, dismiss.Agent));
                break;
            default:
                throw new NotSupportedException($"No rule for {act.GetType().Name}.");
        }
    }
}

/// <summary>A journey wants a message sent, if nothing holds it back.</summary>
/// <param name="Key">The effect's key.</param>
/// <param name="Entry">The run that it follows from.</param>
/// <param name="To">The name of a webhook endpoint; an e-mail goes to the customer's address.</param>
/// <param name="Brand">The brand where the template names none; null for the workspace's default.</param>
/// <param name="EventType">The event that the run began with.</param>
/// <param name="EventJson">Its data.</param>
sealed record Send(
    string Key,
    string Entry,
    string Step,
    string Channel,
    string Template,
    string Purpose,
    string? To,
    string? Brand,
    Order? Order,
    string? EventType,
    ReadOnlyMemory<byte> EventJson) : Command;
