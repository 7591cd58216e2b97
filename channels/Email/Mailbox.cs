using System.Buffers;
using System.Globalization;
using System.Text;
using Engagement.Messages;
using MimeKit;

namespace Engagement.Email;

/// <summary>
/// An address that can be put into an envelope and a header as it is: nothing in it means anything to SMTP. Only
/// <see cref="Read"/> makes one.
/// </summary>
public sealed record Mailbox
{
    const int LocalMax = 64;
    const int AddressMax = 254;
    const int NameMax = 200;

    // Unquoted local parts only (RFC 5322 atext). Quoted ones may hold spaces, line breaks and angle brackets, nobody
    // has one, and they have been the way into more than one mail library.
    static readonly SearchValues<char> s_local =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.");

    static readonly SearchValues<char> s_domain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");
    static readonly IdnMapping s_idn = new() { UseStd3AsciiRules = true };

    Mailbox(string? name, string local, string domain) => (Name, Local, Domain) = (name, local, domain);

    /// <summary>What the reader sees instead of the address; any language, never a control character.</summary>
    public string? Name { get; }

    /// <summary>Of any script; see <see cref="IsAscii"/>.</summary>
    public string Local { get; }

    /// <summary>In ASCII: an international name is in its <c>xn--</c> form.</summary>
    public string Domain { get; }

    public string Address => $"{Local}@{Domain}";

    /// <summary>Whether every relay takes it; else it needs one with SMTPUTF8.</summary>
    public bool IsAscii => Ascii.IsValid(Local);

    /// <exception cref="UnsendableException">It is no address that can be written to, and why.</exception>
    public static Mailbox Read(string address, string? name = null)
    {
        var at = address.LastIndexOf('@');
        if (at <= 0 || at == address.Length - 1)
        {
            throw new UnsendableException("The address has no name or no domain around an '@'.");
        }

        var local = address[..at];
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal)
            || !local.EnumerateRunes().All(MayBeInLocal))
        {
            throw new UnsendableException("The part before the '@' is not a plain one, of letters, digits and dots.");
        }

        // The limits count octets (RFC 6531).
        var domain = AsciiDomain(address[(at + 1)..]);
        var length = Encoding.UTF8.GetByteCount(local);
        return length <= LocalMax && length + 1 + domain.Length <= AddressMax
            ? new(ReadName(name), local, domain)
            : throw new UnsendableException(
                $"The address is longer than {AddressMax} octets, or its part before the '@' than {LocalMax}.");
    }

    public MailboxAddress ToMime() => new(Name is null ? null : HeaderText.Literal(Name), Address);

    // Of the world's characters those that words are made of: no signs, no white space, nothing invisible. Half a
    // surrogate pair reads as U+FFFD, which is a sign.
    static bool MayBeInLocal(Rune rune) => rune.IsAscii
        ? s_local.Contains((char)rune.Value)
        : Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    static string AsciiDomain(string domain)
    {
        try
        {
            // All-lower-case, since domains do not tell cases apart and two forms of one would look like two senders.
            var ascii = s_idn.GetAscii(domain.ToLowerInvariant());
            if (ascii[^1] != '.' && !ascii.AsSpan().ContainsAnyExcept(s_domain))
            {
                return ascii;
            }
        }
        catch (ArgumentException)
        {
            // Falls through to the one refusal.
        }

        throw new UnsendableException("The part after the '@' is not a domain name.");
    }

    static string? ReadName(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        HeaderText.Check("The display name", name);
        return name.Length <= NameMax
            ? name.Trim()
            : throw new UnsendableException($"The display name is longer than {NameMax} characters.");
    }
}

