using System.Collections.Immutable;
using Engagement.Email;
using Engagement.FollowUps;
using Engagement.Outbox;
using Engagement.Webhooks;

namespace Engagement.Hosting;

/// <summary>The sections of the configuration.</summary>
static class OptionSections
{
    public static readonly ImmutableArray<(string Section, Type Options)> All =
    [
        ("Email", typeof(EmailOptions)), ("Webhooks", typeof(WebhookOptions)), ("Outbox", typeof(OutboxOptions)),
        ("FollowUps", typeof(FollowUpOptions)), ("Intake", typeof(IntakeOptions)),
    ];
}
