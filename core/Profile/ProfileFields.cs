using System.Collections.Immutable;
using Engagement.Definitions;
using Engagement.Events;
using Engagement.Schema;

namespace Engagement.Profile;

/// <summary>What definitions may look at of the person.</summary>
static class ProfileFields
{
    static readonly FieldType s_line = new FieldType.Text(TextForm.Line);

    public static ImmutableArray<Field> All { get; } =
    [
        new CustomerField("customer.id", new FieldType.Text(TextForm.Identifier), customer => Value.Of(customer.Id)),
        Of("name", s_line, contact => contact.Name),
        Of("email", new FieldType.Text(TextForm.Email), contact => contact.Email),
        Of("phone", s_line, contact => contact.Phone),
        Of("locale", new FieldType.Text(TextForm.Locale), contact => contact.Locale),
        Of("timeZone", new FieldType.Text(TextForm.TimeZone), contact => contact.TimeZone),
        Of("city", s_line, contact => contact.City),
        Of("region", s_line, contact => contact.Region),
        Of("country", new FieldType.Text(TextForm.Country), contact => contact.Country),
    ];

    static CustomerField Of(string name, FieldType type, Func<Contact, string?> get) =>
        new($"customer.{name}", type, customer => Value.Of(get(customer.Of<CustomerProfile>().Contact)));
}
