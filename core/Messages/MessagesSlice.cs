using System.Text.Json.Serialization;
using Engagement.Slices;

namespace Engagement.Messages;

/// <summary>What there is of messages, for the table of slices.</summary>
static class MessagesSlice
{
    public static Slice Slice { get; } = new(MessagesJson.Default)
    {
        Facts =
        [
            new(typeof(MessageFact.AddressSuppressed), "address-suppressed"),
            new(typeof(MessageFact.SuppressionLifted), "suppression-lifted"),
            new(typeof(MessageFact.LetterBouncedSoftly), "letter-bounced-softly"),
            new(typeof(MessageFact.LetterRedirected), "letter-redirected"),
            new(typeof(MessageFact.AddressReached), "address-reached"),
            new(typeof(MessageFact.MessageQueued), "message-queued"),
            new(typeof(MessageFact.MessageWithheld), "message-withheld"),
            new(typeof(MessageFact.EffectRetried), "effect-retried"),
            new(typeof(MessageFact.EffectDismissed), "effect-dismissed"),
        ],
        Effects =
        [
            new(typeof(SendMessage), "send-message"),
        ],
        Acts =
        [
            new(typeof(MessageAct.LiftSuppression), "lift-suppression"),
            new(typeof(MessageAct.Redirect), "redirect"),
            new(typeof(MessageAct.RetryEffect), "retry-effect"),
            new(typeof(MessageAct.DismissEffect), "dismiss-effect"),
        ],
        Kinds =
        [
            new(Definitions.Kinds.Template, static (parts, members, id, version) =>
                new TemplateReader(parts).Read(members, id, version)),
            new(Definitions.Kinds.Brand, static (parts, members, id, version) =>
                new BrandReader(parts.Problems).Read(members, id, version)),
        ],
    };
}

[JsonSerializable(typeof(MessageFact.AddressSuppressed))]
[JsonSerializable(typeof(MessageFact.SuppressionLifted))]
[JsonSerializable(typeof(MessageFact.LetterBouncedSoftly))]
[JsonSerializable(typeof(MessageFact.LetterRedirected))]
[JsonSerializable(typeof(MessageFact.AddressReached))]
[JsonSerializable(typeof(MessageFact.MessageQueued))]
[JsonSerializable(typeof(MessageFact.MessageWithheld))]
[JsonSerializable(typeof(MessageFact.EffectRetried))]
[JsonSerializable(typeof(MessageFact.EffectDismissed))]
[JsonSerializable(typeof(SendMessage))]
[JsonSerializable(typeof(MessageAct.LiftSuppression))]
[JsonSerializable(typeof(MessageAct.Redirect))]
[JsonSerializable(typeof(MessageAct.RetryEffect))]
[JsonSerializable(typeof(MessageAct.DismissEffect))]
[JsonSerializable(typeof(MessageLog))]
sealed partial class MessagesJson : JsonSerializerContext;
