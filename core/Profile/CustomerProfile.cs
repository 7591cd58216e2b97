using System.Collections.Immutable;
using Engagement.Events;
using Engagement.Time;

namespace Engagement.Profile;

/// <summary>Who the customer is and what they agreed to.</summary>
public sealed record CustomerProfile
{
    /// <summary>Consents remembered; the oldest is forgotten first.</summary>
    public const int ConsentsMax = 64;

    static readonly ContactTimes s_never = new();

    public Contact Contact { get; init; } = new();

    /// <summary>When each member of <see cref="Contact"/> was said; null while none was.</summary>
    public ContactTimes? ContactSince { get; init; }

    /// <summary>One for each channel and purpose.</summary>
    public ImmutableArray<Consent> Consents { get; init; } = [];

    /// <summary>The customer's own zone, or the workspace's.</summary>
    public LocalZone Zone(WorkspaceDefaults defaults) => LocalZone.Of(Contact.TimeZone ?? defaults.TimeZone);

    /// <summary>What the customer said last about a purpose on a channel; null when they said nothing.</summary>
    public bool? Granted(string channel, string purpose)
    {
        foreach (var consent in Consents)
        {
            if (consent.Channel == channel && consent.Purpose == purpose)
            {
                return consent.Granted;
            }
        }

        return null;
    }

    /// <summary>The profile after one more fact; the same object when it changes nothing.</summary>
    public static CustomerProfile Evolve(CustomerProfile profile, ProfileFact fact) => fact switch
    {
        ProfileFact.ProfileChanged changed => Told(profile, changed.Contact, changed.At),
        ProfileFact.ProfileConfirmed confirmed => Told(profile, confirmed.Contact, confirmed.At),
        ProfileFact.ConsentChanged changed => Evolve(profile, changed),
        _ => throw new NotSupportedException($"No way to evolve on {fact.GetType().Name}."),
    };

    static CustomerProfile Told(CustomerProfile profile, Contact news, DateTimeOffset at) => profile with
    {
        Contact = news.With(profile.Contact, s_never, at, static (news, known, _, _) => news ?? known),
        ContactSince = (profile.ContactSince ?? s_never).With(news, at),
    };

    /// <summary>The later word holds; of two at one instant, the one that says no.</summary>
    static CustomerProfile Evolve(CustomerProfile profile, ProfileFact.ConsentChanged changed)
    {
        var consent = new Consent(changed.Channel, changed.Purpose, changed.Granted, changed.At);
        for (var i = 0; i < profile.Consents.Length; i++)
        {
            var known = profile.Consents[i];
            if (known.Channel == changed.Channel && known.Purpose == changed.Purpose)
            {
                return known.At > changed.At || (known.At == changed.At && !known.Granted) || known == consent
                    ? profile
                    : profile with { Consents = profile.Consents.SetItem(i, consent) };
            }
        }

        var all = profile.Consents.Add(consent);
        return profile with { Consents = all.Length > ConsentsMax ? all.RemoveAt(0) : all };
    }
}
