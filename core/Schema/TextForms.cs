using System.Text.RegularExpressions;
using Engagement.Time;

namespace Engagement.Schema;

/// <summary>What each form of text looks like: one pattern, checked here and shown in the JSON Schema.</summary>
static partial class TextForms
{
    // Control characters are refused in every form but plain text before its pattern is looked at, which also
    // takes care of the line break that '$' would let pass.
    const string Line = @"^[^\u0000-\u001F\u007F-\u009F\u2028\u2029]+$";
    // What else an identifier may not have is said in words: no pattern that all validators understand could.
    const string Unpadded =
        @"^[^\s\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\u2800]"
        + @"([\s\S]*[^\s\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\u2800])?$";

    const string Slug = "^[a-z0-9]+([-_][a-z0-9]+)*$";
    const string Email = @"^[^\s@""<>(),:;\[\]\\]+@[^\s@""<>(),:;\[\]\\]+$";
    const string Url = @"^[Hh][Tt][Tt][Pp][Ss]?://(\[[0-9A-Fa-f:.]+\]|([^\s""<>/?#@]*@)?[^\s""<>/?#@:\[\]]+)"
        + @"(:[0-9]*)?([/?#][^\s""<>]*)?$";
    const string TimeZone = "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$";
    const string Locale = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";
    const string CountryCode = "^[A-Z]{2}$";
    const string CurrencyCode = "^[A-Z]{3}$";

    /// <summary>The form's pattern, or null where none says it.</summary>
    public static string? Pattern(TextForm form) => form switch
    {
        TextForm.Plain or TextForm.EventType => null,
        TextForm.Identifier => Unpadded,
        TextForm.Line => Line,
        TextForm.Slug => Slug,
        TextForm.Email => Email,
        TextForm.Url => Url,
        TextForm.TimeZone => TimeZone,
        TextForm.Locale => Locale,
        TextForm.Country => CountryCode,
        TextForm.Currency => CurrencyCode,
        _ => throw new NotSupportedException($"No pattern for {form}."),
    };

    /// <summary>What a text of this form is, in words.</summary>
    public static string Expected(TextForm form, int max) => form switch
    {
        TextForm.Plain => $"text of at most {max} characters",
        TextForm.Line => $"one line of 1 to {max} characters",
        TextForm.Identifier => Identifier.Expected,
        TextForm.EventType => "a type that GET /v1/event-types lists, or custom.your-name",
        TextForm.Slug => "lower-case letters and digits, joined by dashes",
        TextForm.Email => "an e-mail address, for example ada@example.com",
        TextForm.Url => "an absolute URL of http or https, for example https://shop.example/kettle",
        TextForm.TimeZone => "an IANA time zone, for example America/Sao_Paulo",
        TextForm.Locale => "a BCP 47 language tag, for example pt-BR",
        TextForm.Country => "two upper-case letters of ISO 3166-1, for example BR",
        TextForm.Currency => "a currency's three letters of ISO 4217, for example BRL",
        _ => throw new NotSupportedException($"No words for {form}."),
    };

    public static bool Fits(TextForm form, ReadOnlySpan<char> text) => IsLine(text) && form switch
    {
        TextForm.Line => true,
        TextForm.EventType => DottedForm().IsMatch(text),
        TextForm.Slug => SlugForm().IsMatch(text),
        TextForm.Email => EmailForm().IsMatch(text),
        TextForm.Url => UrlForm().IsMatch(text),
        TextForm.TimeZone => TimeZoneForm().IsMatch(text) && LocalZone.Knows(text),
        TextForm.Locale => LocaleForm().IsMatch(text),
        TextForm.Country => Country.Knows(text),
        TextForm.Currency => Currency.Knows(text),
        _ => throw new NotSupportedException($"No pattern for {form}."),
    };

    /// <summary>What is wrong with a text that does not fit, in a sentence.</summary>
    public static string Reason(TextForm form, ReadOnlySpan<char> text) => form switch
    {
        TextForm.Url => WebAddress.Flaw(text),
        TextForm.Currency when CurrencyForm().IsMatch(text) => "No currency that money is paid in has this code.",
        TextForm.Country when CountryForm().IsMatch(text) => "No country has this code.",
        TextForm.TimeZone when TimeZoneForm().IsMatch(text) => "IANA knows no zone of this name.",
        _ => "It does not have that form.",
    };

    /// <summary>All texts that fit, where they are few enough to be listed.</summary>
    public static IEnumerable<string>? Choices(TextForm form) => form switch
    {
        TextForm.Currency => Currency.Codes,
        TextForm.Country => Country.All,
        _ => null,
    };

    static bool IsLine(ReadOnlySpan<char> text) => LineForm().IsMatch(text) && text[^1] != '\n';

    [GeneratedRegex(Line)]
    private static partial Regex LineForm();

    // Which of these names there are, the events themselves know.
    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$")]
    private static partial Regex DottedForm();

    [GeneratedRegex(Slug)]
    private static partial Regex SlugForm();

    [GeneratedRegex(Email)]
    private static partial Regex EmailForm();

    [GeneratedRegex(Url)]
    private static partial Regex UrlForm();

    [GeneratedRegex(TimeZone)]
    private static partial Regex TimeZoneForm();

    [GeneratedRegex(Locale)]
    private static partial Regex LocaleForm();

    [GeneratedRegex(CountryCode)]
    private static partial Regex CountryForm();

    [GeneratedRegex(CurrencyCode)]
    private static partial Regex CurrencyForm();
}
