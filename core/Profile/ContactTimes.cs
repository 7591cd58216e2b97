using Engagement.Events;

namespace Engagement.Profile;

/// <summary>When each member of a <see cref="Contact"/> was said; null for what nobody said.</summary>
public sealed record ContactTimes(
    DateTimeOffset? Name = null,
    DateTimeOffset? Email = null,
    DateTimeOffset? Phone = null,
    DateTimeOffset? Locale = null,
    DateTimeOffset? TimeZone = null,
    DateTimeOffset? City = null,
    DateTimeOffset? Region = null,
    DateTimeOffset? Country = null)
{
    /// <summary>The same after these members were said.</summary>
    internal ContactTimes With(Contact told, DateTimeOffset at)
    {
        return new(
            Said(told.Name, Name),
            Said(told.Email, Email),
            Said(told.Phone, Phone),
            Said(told.Locale, Locale),
            Said(told.TimeZone, TimeZone),
            Said(told.City, City),
            Said(told.Region, Region),
            Said(told.Country, Country));

        DateTimeOffset? Said(string? told, DateTimeOffset? since) => told is null || at < since ? since : at;
    }
}

static class Contacts
{
    /// <summary>
    /// A contact whose every member is chosen from what was told, what was known, since when, and when it was told.
    /// </summary>
    public static Contact With(
        this Contact told,
        Contact known,
        ContactTimes since,
        DateTimeOffset at,
        Func<string?, string?, DateTimeOffset?, DateTimeOffset, string?> choose) => new(
            choose(told.Name, known.Name, since.Name, at),
            choose(told.Email, known.Email, since.Email, at),
            choose(told.Phone, known.Phone, since.Phone, at),
            choose(told.Locale, known.Locale, since.Locale, at),
            choose(told.TimeZone, known.TimeZone, since.TimeZone, at),
            choose(told.City, known.City, since.City, at),
            choose(told.Region, known.Region, since.Region, at),
            choose(told.Country, known.Country, since.Country, at));
}
